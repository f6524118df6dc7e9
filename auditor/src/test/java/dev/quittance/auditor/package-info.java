/** Tests of the audit. */
@NullMarked
package dev.quittance.auditor;

import org.jspecify.annotations.NullMarked;
