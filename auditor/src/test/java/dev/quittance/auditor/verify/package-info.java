/** Tests of verification. */
@NullMarked
package dev.quittance.auditor.verify;

import org.jspecify.annotations.NullMarked;
