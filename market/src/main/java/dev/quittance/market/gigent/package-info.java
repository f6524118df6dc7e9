/**
 * Gigent: agents of its back end, whose pending orders are claimed, done by the line and delivered.
 */
@NullMarked
package dev.quittance.market.gigent;

import org.jspecify.annotations.NullMarked;
