/** Tests of the published log. */
@NullMarked
package dev.quittance.explorer.log;

import org.jspecify.annotations.NullMarked;
