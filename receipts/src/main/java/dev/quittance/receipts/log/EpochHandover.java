package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The statement that a log goes on under other rules and in another topic: the end of one epoch and
 * the beginning of the next.
 *
 * @param logId the log that it is made for
 * @param previousRules hash of the rules that end
 * @param nextRules hash of the rules that begin
 * @param topicId Kafka's id of the topic that begins
 * @param firstPeriod the first period of the epoch that begins, at least 1
 * @param firstStart start of that period, unix seconds: the end of the last one before
 */
public record EpochHandover(
    Bytes32 logId,
    Bytes32 previousRules,
    Bytes32 nextRules,
    UUID topicId,
    long firstPeriod,
    long firstStart) {

  private static final int SIZE = 136;
  private static final int MAGIC = 0x51544531; // "QTE1"
  private static final int VERSION = 1;

  /** Checks that an epoch with at least one period has ended. */
  public EpochHandover {
    if (firstPeriod < 1 || firstStart < 1) {
      throw new IllegalArgumentException(
          "an epoch begins after a period: firstPeriod %d, firstStart %d"
              .formatted(firstPeriod, firstStart));
    }
  }

  /**
   * The 136 bytes whose keccak-256 both signatures are over: {@code "QTE1" ‖ version u32=1 ‖ logId
   * 32 ‖ previousRules 32 ‖ nextRules 32 ‖ topicId 16 ‖ firstPeriod u64 ‖ firstStart u64}.
   */
  public Bytes message() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(MAGIC).putInt(VERSION);
    logId.write(buffer);
    previousRules.write(buffer);
    nextRules.write(buffer);
    buffer.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
    buffer.putLong(firstPeriod).putLong(firstStart);
    return Bytes.wrap(buffer.array());
  }

  /** keccak-256 of the message, signed as it is: without any prefix. */
  public Bytes32 digest() {
    return Keccak256.hash(message().toByteArray());
  }
}
