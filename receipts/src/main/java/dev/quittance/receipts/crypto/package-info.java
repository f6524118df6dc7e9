/**
 * Byte value types, hashes and signatures: the primitives that every format of the log is made of.
 */
@NullMarked
package dev.quittance.receipts.crypto;

import org.jspecify.annotations.NullMarked;
