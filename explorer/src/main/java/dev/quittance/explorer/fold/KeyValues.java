package dev.quittance.explorer.fold;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** An ordered key-value store that reads what was written to it; keys in unsigned byte order. */
public interface KeyValues {
  /** The value of a key, null when there is none. */
  byte @Nullable [] get(byte[] key);

  /** Sets a value. */
  void put(byte[] key, byte[] value);

  /** Removes a key; nothing happens when there is none. */
  void delete(byte[] key);

  /** Visits keys from {@code from} (incl.) to {@code to} (excl.) until the visitor says false. */
  void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor);
}
