package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The writer gives the library's text for every tree. */
final class CanonicalWriterLawsTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int TREES = 500;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void writesWhatTheLibraryWrites(long seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < TREES; i++) {
      // The library reads objects and arrays only.
      JsonNode tree = JSON.arrayNode().add(value(random, 4));

      assertThat(CanonicalWriter.text(tree))
          .isEqualTo(new JsonCanonicalizer(tree.toString()).getEncodedString());
    }
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2, 3 -> number(random);
      case 4 -> JSON.textNode(text(random));
      case 5 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static JsonNode number(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> JSON.numberNode(random.nextInt());
      case 1 -> JSON.numberNode(random.nextLong());
      case 2 -> JSON.numberNode((1L << 53) + random.nextInt(5) - 2);
      case 3 -> JSON.numberNode(new BigInteger(80, random).negate());
      case 4 -> JSON.numberNode(new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(12)));
      case 5 -> JSON.numberNode(random.nextGaussian());
      default -> JSON.numberNode(finite(random));
    };
  }

  private static double finite(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : -0.0;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      text.appendCodePoint(
          switch (random.nextInt(5)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> "\"\\/\u007f\u2028".codePointAt(random.nextInt(5));
            case 2 -> 0x1F600 + random.nextInt(40);
            case 3 -> 0xE000 + random.nextInt(0x1FFE);
            default -> 0x20 + random.nextInt(0x300);
          });
    }
    return text.toString();
  }

  private static ArrayNode array(Random random, int depth) {
    ArrayNode array = JSON.arrayNode();
    for (int size = random.nextInt(4); size > 0; size--) {
      array.add(value(random, depth - 1));
    }
    return array;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JSON.objectNode();
    for (int size = random.nextInt(6); size > 0; size--) {
      object.set(text(random), value(random, depth - 1));
    }
    return object;
  }
}
