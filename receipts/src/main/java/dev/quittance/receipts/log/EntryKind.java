package dev.quittance.receipts.log;

import java.util.Optional;

/** What the log made of a record; the code is byte 1 of an {@link Entry}. */
public enum EntryKind {
  /** A receipt that counts. */
  ACCEPTED(0x01),
  /** A receipt whose sequence number has been accepted before. */
  DUPLICATE(0x02),
  /** A record that does not count; the entry's reason says why. */
  REFUSED(0x03),
  /** The last entry of a period. */
  PERIOD_CLOSE(0x10);

  private final int code;

  EntryKind(int code) {
    this.code = code;
  }

  /** The code in entries. */
  public int code() {
    return code;
  }

  /** The kind with the given code; empty if there is none. */
  public static Optional<EntryKind> ofCode(int code) {
    for (EntryKind kind : values()) {
      if (kind.code == code) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
