package dev.quittance.anchorer;

import dev.quittance.receipts.log.Decoded;
import org.jspecify.annotations.Nullable;

/** What a raw value of the receipt log decodes to: a pure function of the bytes, thread-safe. */
@FunctionalInterface
public interface RecordDecoder {

  /** Decodes a value; one that does not decode is a value of its own, not an error. */
  Decoded decode(byte @Nullable [] value);
}
