package dev.quittance.explorer.fold;

/** An ordered key-value store that reads what was written to it; keys in unsigned byte order. */
public interface KeyValues extends KeyValueReads {
  /** Sets a value. */
  void put(byte[] key, byte[] value);

  /** Removes a key; nothing happens when there is none. */
  void delete(byte[] key);
}
