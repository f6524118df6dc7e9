/** Puts anchor records on the chain, after checking them against the receipts once more. */
@NullMarked
package dev.quittance.anchorer.client;

import org.jspecify.annotations.NullMarked;
