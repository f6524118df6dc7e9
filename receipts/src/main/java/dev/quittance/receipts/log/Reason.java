package dev.quittance.receipts.log;

import java.util.Optional;

/** Why an entry does not count; the code is bytes 2 and 3 of an {@link Entry}. */
public enum Reason {
  /** It counts. */
  NONE(0, "none"),
  /** The agent's sequence number has been accepted before. */
  DUPLICATE(1, "duplicate"),
  /** Not canonical, or not the agent's. */
  BAD_SIGNATURE(2, "bad signature"),
  /** Does not decode, or a field is out of its range or length. */
  MALFORMED(3, "malformed"),
  /** Not fee ≤ amount &lt; 2^128, or an amount without completed work. */
  BAD_AMOUNTS(4, "bad amounts"),
  /** The sequence number is zero or leaves a gap. */
  SEQUENCE_GAP(5, "sequence gap"),
  /** The agent signed two different receipts with the same sequence number. */
  EQUIVOCATION(6, "equivocation"),
  /** The receipt is made for another partition. */
  WRONG_LANE(7, "wrong lane"),
  /** A period close that does not close the open period. */
  INVALID_PERIOD_CLOSE(8, "invalid period close");

  private final int code;
  private final String label;

  Reason(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The code in entries, 0 to 8. */
  public int code() {
    return code;
  }

  /** The words that the log's rules use for the code. */
  public String label() {
    return label;
  }

  /** The reason with the given code; empty if there is none. */
  public static Optional<Reason> ofCode(int code) {
    for (Reason reason : values()) {
      if (reason.code == code) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
