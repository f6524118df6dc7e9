package dev.quittance.market.gigent.standin;

import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/** Ids and keys from a seed, so that a run can be repeated. */
final class Ids {
  private final Random random;

  Ids(long seed) {
    this.random = new Random(seed);
  }

  String uuid() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return UUID.nameUUIDFromBytes(bytes).toString();
  }

  String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
