package dev.quittance.bench;

/** A record of a load, serialised beforehand. Its bytes are shared, not copied. */
final class PreparedRecord {
  private final byte[] key;
  private final byte[] value;

  PreparedRecord(byte[] key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  byte[] key() {
    return key;
  }

  byte[] value() {
    return value;
  }
}
