/**
 * Rows and laws of planning as a whole, and the market of random documents that the laws run on.
 */
@NullMarked
package dev.quittance.planning;

import org.jspecify.annotations.NullMarked;
