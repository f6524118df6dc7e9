package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdSetTest {

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void idsThatShareMostOfTheirBytesAreNotTakenForEachOther(long seed) {
    Random random = new Random(seed);
    byte[] id = bytes(random);
    IdSet set = new IdSet(Bytes32.wrap(bytes(random)));
    set.add(Bytes32.copyOf(id));

    for (int i = 0; i < id.length; i++) {
      byte[] other = Arrays.copyOf(id, id.length);
      other[i] ^= 1;
      assertThat(set.contains(Bytes32.wrap(other))).as("another byte %d", i).isFalse();
    }
    assertThat(set.contains(Bytes32.wrap(id))).isTrue();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void allThatWasAddedIsThere(long seed) {
    Random random = new Random(seed);
    IdSet set = new IdSet(Bytes32.wrap(bytes(random)));
    Bytes32[] ids = new Bytes32[5000];
    Arrays.setAll(ids, _ -> Bytes32.wrap(bytes(random)));

    for (Bytes32 id : ids) {
      assertThat(set.contains(id)).isFalse();
      set.add(id);
      set.add(id);
    }

    assertThat(ids).allMatch(set::contains);
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return bytes;
  }
}
