/** The offline proof bundle: strict parsing, writing, building and verifying. */
@NullMarked
package dev.quittance.receipts.bundle;

import org.jspecify.annotations.NullMarked;
