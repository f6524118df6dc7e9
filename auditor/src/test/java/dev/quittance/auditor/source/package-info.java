/** Tests of sources. */
@NullMarked
package dev.quittance.auditor.source;

import org.jspecify.annotations.NullMarked;
