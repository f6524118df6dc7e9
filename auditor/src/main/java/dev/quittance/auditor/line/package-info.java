/**
 * What became of each order: recomputed from orders and catalogue to settlements; pure but for
 * reading.
 */
@NullMarked
package dev.quittance.auditor.line;

import org.jspecify.annotations.NullMarked;
