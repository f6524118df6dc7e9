/** Pays what anchored periods credit, by claims against the vault. */
@NullMarked
package dev.quittance.settler.payout;

import org.jspecify.annotations.NullMarked;
