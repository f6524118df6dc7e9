package dev.quittance.explorer.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.explorer.Stories;
import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Requested;
import dev.quittance.platform.events.OrderEvent.Settled;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the store holds reads as it was written. */
class ViewCodecLawsTest {
  private static final int VIEWS = 200;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aViewIsReadAsItWasWritten(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < VIEWS; i++) {
      OrderView view = view(random);
      byte[] bytes = ViewCodec.bytes(view);

      assertThat(ViewCodec.view(bytes)).as("seed %d, view %d", seed, i).isEqualTo(view);
      assertThat(ViewCodec.bytes(ViewCodec.view(bytes))).isEqualTo(bytes);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsAreReadAsTheyWereWritten(long seed) {
    Random random = new Random(seed);
    Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
    for (OrderStatus status : OrderStatus.values()) {
      byStatus.put(status, random.nextLong());
    }
    OrderCounts counts =
        new OrderCounts(byStatus, random.nextLong(), random.nextLong(), random.nextLong());

    assertThat(ViewCodec.counts(ViewCodec.bytes(counts))).isEqualTo(counts);
  }

  @Test
  void whatItDidNotWriteIsRefused() {
    byte[] bytes = ViewCodec.bytes(OrderView.of(Stories.id("order"), Stories.completed()));
    byte[] other = bytes.clone();
    other[0]++;

    for (byte[] bad :
        List.of(
            other,
            Arrays.copyOf(bytes, bytes.length - 1),
            Arrays.copyOf(bytes, bytes.length + 1))) {
      assertThatThrownBy(() -> ViewCodec.view(bad)).isInstanceOf(UncheckedIOException.class);
    }
  }

  private static OrderView view(Random random) {
    List<OrderEvent> events =
        IntStream.range(0, random.nextInt(20)).mapToObj(_ -> event(random)).toList();
    return OrderView.of(hex(random, 32), events);
  }

  private static OrderEvent event(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> new Requested(text(random), random.nextLong());
      case 1 ->
          new Accepted(
              text(random),
              hex(random, 20),
              text(random),
              amount(random),
              random.nextLong(),
              Stream.generate(() -> text(random)).limit(random.nextInt(4)).toList(),
              random.nextLong());
      case 2 -> new Planned(hex(random, 32), amount(random), steps(random), random.nextLong());
      case 3 -> executed(random);
      case 4 ->
          new Proven(
              hex(random, 32),
              hex(random, 20),
              random.nextInt(),
              random.nextLong(),
              random.nextLong(),
              random.nextLong());
      case 5 ->
          new Settled(
              text(random),
              1 + random.nextInt(6),
              random.nextInt(3),
              amount(random),
              amount(random),
              amount(random),
              random.nextLong());
      default ->
          new Anchored(random.nextInt(), random.nextLong(), random.nextLong(), hex(random, 32));
    };
  }

  /** Dead letters among them, which a later outcome of the order displaces. */
  private static Executed executed(Random random) {
    boolean ofOrder = random.nextBoolean();
    return new Executed(
        ofOrder ? Stories.NONE : hex(random, 32),
        ofOrder ? -1 : random.nextInt(32),
        hex(random, 20),
        1 + random.nextInt(6),
        random.nextBoolean() ? Executed.DEAD_LETTERED : text(random),
        text(random),
        hex(random, 32),
        text(random),
        text(random),
        text(random),
        random.nextLong());
  }

  private static List<PlannedStep> steps(Random random) {
    return IntStream.range(0, random.nextInt(4))
        .mapToObj(index ->
            new PlannedStep(
                hex(random, 32),
                index,
                text(random),
                text(random),
                text(random),
                amount(random),
                amount(random)))
        .toList();
  }

  private static BigInteger amount(Random random) {
    return new BigInteger(random.nextInt(257), random);
  }

  private static String hex(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(60); length > 0; length--) {
      text.appendCodePoint(random.nextInt(8) == 0 ? 0x1F600 + length : random.nextInt(0x800));
    }
    return text.toString();
  }
}
