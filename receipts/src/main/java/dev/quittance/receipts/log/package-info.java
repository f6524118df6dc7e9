/**
 * The receipt log: leaves, heads, anchors, checkpoints, and the pure algorithms that make them from
 * records.
 */
@NullMarked
package dev.quittance.receipts.log;

import org.jspecify.annotations.NullMarked;
