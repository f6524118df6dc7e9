/** Tests of the Gigent marketplace. */
@NullMarked
package dev.quittance.market.gigent;

import org.jspecify.annotations.NullMarked;
