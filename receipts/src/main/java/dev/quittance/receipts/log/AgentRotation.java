package dev.quittance.receipts.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.ByteBuffer;

/**
 * The statement that an agent signs with another key from now on, so that two addresses are one
 * agent.
 *
 * @param logId the log that it is made for
 * @param agentId the agent in the catalogue
 * @param oldAddress signed until now
 * @param newAddress signs from now on, with sequence numbers of its own from 1
 * @param fromPeriod the first period of the log in which the old address signs nothing any more
 */
public record AgentRotation(
    Bytes32 logId, String agentId, Address oldAddress, Address newAddress, long fromPeriod) {

  private static final int SIZE = 120;
  private static final int MAGIC = 0x51545231; // "QTR1"
  private static final int VERSION = 1;

  /** Checks that there are two addresses and that the period is none before the first. */
  public AgentRotation {
    if (oldAddress.equals(newAddress)) {
      throw new IllegalArgumentException("the old and the new address are the same: " + oldAddress);
    }
    if (oldAddress.isZero() || newAddress.isZero()) {
      throw new IllegalArgumentException("the zero address has no key");
    }
    if (fromPeriod < 0) {
      throw new IllegalArgumentException("fromPeriod must not be negative: " + fromPeriod);
    }
  }

  /**
   * The 120 bytes whose keccak-256 both signatures are over: {@code "QTR1" ‖ version u32=1 ‖ logId
   * 32 ‖ SHA-256(agentId) 32 ‖ oldAddress 20 ‖ newAddress 20 ‖ fromPeriod u64}.
   */
  public Bytes message() {
    ByteBuffer buffer = ByteBuffer.allocate(SIZE).putInt(MAGIC).putInt(VERSION);
    logId.write(buffer);
    Sha256.hash(agentId.getBytes(UTF_8)).write(buffer);
    oldAddress.write(buffer);
    newAddress.write(buffer);
    buffer.putLong(fromPeriod);
    return Bytes.wrap(buffer.array());
  }

  /** keccak-256 of the message, signed as it is: without any prefix. */
  public Bytes32 digest() {
    return Keccak256.hash(message().toByteArray());
  }
}
