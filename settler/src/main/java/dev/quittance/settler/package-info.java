/** The settler stage: one settlement per order, and payouts from the vault. */
@NullMarked
package dev.quittance.settler;

import org.jspecify.annotations.NullMarked;
