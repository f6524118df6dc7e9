package dev.quittance.market;

import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.Optional;

/** The bytes of results. Safe for any number of threads, which should be virtual ones. */
@FunctionalInterface
public interface Outputs {
  /**
   * The payload with a hash; empty when it is kept nowhere (any more).
   *
   * @param sha256 an output's hash
   * @param keptAfterMs it was kept after this time, unix ms
   * @throws IOException when it can't be said now
   */
  Optional<byte[]> of(Bytes32 sha256, long keptAfterMs) throws IOException, InterruptedException;
}
