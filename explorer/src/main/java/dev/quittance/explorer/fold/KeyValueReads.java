package dev.quittance.explorer.fold;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The reading half of an ordered key-value store; keys in unsigned byte order. */
public interface KeyValueReads {
  /** The value of a key, null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** Visits keys from {@code from} (incl.) to {@code to} (excl.) until the visitor says false. */
  void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor);
}
