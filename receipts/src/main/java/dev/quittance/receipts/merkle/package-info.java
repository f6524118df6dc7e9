/** RFC 6962 trees, their proofs and tiles, and OpenZeppelin's settlement tree. */
@NullMarked
package dev.quittance.receipts.merkle;

import org.jspecify.annotations.NullMarked;
