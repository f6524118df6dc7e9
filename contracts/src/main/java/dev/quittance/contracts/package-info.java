/** Solidity contracts, compiled in the build; Java wrappers generated. */
@NullMarked
package dev.quittance.contracts;

import org.jspecify.annotations.NullMarked;
