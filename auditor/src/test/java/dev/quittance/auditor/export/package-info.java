/** Tests of exports. */
@NullMarked
package dev.quittance.auditor.export;

import org.jspecify.annotations.NullMarked;
