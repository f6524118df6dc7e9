/** Tests of the embedded parts, on the real ones. */
@NullMarked
package dev.quittance.embedded;

import org.jspecify.annotations.NullMarked;
