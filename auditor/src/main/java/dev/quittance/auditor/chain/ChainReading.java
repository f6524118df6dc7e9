package dev.quittance.auditor.chain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.Map;

/** What came of asking a chain about a log. */
public sealed interface ChainReading {

  /** What of it is about the first periods, so many at most. */
  default ChainReading upTo(long periods) {
    return this instanceof Contract contract
        ? new Contract(
            contract.logId,
            contract.operator,
            Math.min(contract.next, periods),
            contract.goesOnTo,
            contract.periods)
        : this;
  }

  /**
   * The contract answered.
   *
   * @param logId the log that it is for
   * @param operator who may anchor
   * @param next the number of the next period; as many are anchored
   * @param goesOnTo the number of the next period on the chain itself; {@code next} may be that of
   *     a copy of the log, which ends earlier
   * @param periods those that were asked for and are anchored
   */
  record Contract(
      Bytes32 logId, Address operator, long next, long goesOnTo, Map<Long, AnchoredPeriod> periods)
      implements ChainReading {

    /** Of the whole chain. */
    public Contract(Bytes32 logId, Address operator, long next, Map<Long, AnchoredPeriod> periods) {
      this(logId, operator, next, next, periods);
    }

    /** Copies the periods. */
    public Contract {
      periods = Map.copyOf(periods);
    }
  }

  /** There is no ReceiptAnchor contract at the address. */
  record NoContract(Address address) implements ChainReading {}

  /** The endpoint is one of another chain. */
  record OtherChain(BigInteger chainId) implements ChainReading {}

  /** The endpoint did not answer, or not in a way that can be read. */
  record Unreachable(String reason) implements ChainReading {}

  /** Nobody named an endpoint. */
  record NotAsked() implements ChainReading {}
}
