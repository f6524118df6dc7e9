/** The trust core: receipts, the receipt log and its proofs, as pure functions of bytes. */
@NullMarked
package dev.quittance.receipts;

import org.jspecify.annotations.NullMarked;
