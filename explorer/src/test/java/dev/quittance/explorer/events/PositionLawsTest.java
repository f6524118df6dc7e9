package dev.quittance.explorer.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.events.Position.Source;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of events can be read again, and anything else is told apart from them. */
class PositionLawsTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void idsComeBackAsTheyWereAndNothingElsePasses(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int lanes = 1 + random.nextInt(20);
      Position position = Position.start(lanes);
      for (Source source : Source.values()) {
        int lane = random.nextInt(lanes);
        long offset = random.nextLong(1L << random.nextInt(1, 50));
        position = position.with(source, lane, Position.place(offset, random.nextInt(32)));
        assertThat(position.at(source, lane)).isGreaterThan(Position.before(offset));
        assertThat(position.at(source, lane)).isLessThanOrEqualTo(Position.before(offset + 1));
      }
      String id = position.id();

      assertThat(Position.parse(id, lanes)).as("seed %d", seed).contains(position);
      assertThat(Position.parse(id, lanes + 1)).isEmpty();
      assertThat(Position.parse(id + "AA", lanes)).isEmpty();
      assertThat(Position.parse(id.substring(1), lanes)).isNotEqualTo(position);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "x", "{}", "AQ", "AQI", "////", "AQL_____________________"})
  void whatIsNoIdIsRefused(String text) {
    assertThat(Position.parse(text, 2)).isEmpty();
  }
}
