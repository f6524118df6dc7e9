/** The salted field tree by which a receipt commits to details that may be disclosed one by one. */
@NullMarked
package dev.quittance.receipts.disclosure;

import org.jspecify.annotations.NullMarked;
