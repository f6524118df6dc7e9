/** Where the contracts are, how they get there, and the one call that the wrappers cannot make. */
@NullMarked
package dev.quittance.contracts;

import org.jspecify.annotations.NullMarked;
