/** Tests of the closer. */
@NullMarked
package dev.quittance.anchorer.closer;

import org.jspecify.annotations.NullMarked;
