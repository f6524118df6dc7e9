/**
 * A stand-in of Gigent's back end, faithful to its quirks, with faults on demand and every effect
 * counted.
 */
@NullMarked
package dev.quittance.market.gigent.standin;

import org.jspecify.annotations.NullMarked;
