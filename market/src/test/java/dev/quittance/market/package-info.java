/** Tests of the market stage. */
@NullMarked
package dev.quittance.market;

import org.jspecify.annotations.NullMarked;
