package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.schemas.Topic.Retention;
import dev.quittance.schemas.Topic.Spread;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TopicsTest {
  static List<Topic<?>> topics() {
    return Topics.all();
  }

  @Test
  void everyConstantIsInTheListOnce() {
    List<Object> constants =
        Arrays.stream(Topics.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .map(TopicsTest::value)
            .toList();

    assertThat(Topics.all()).containsExactlyInAnyOrderElementsOf(cast(constants));
    assertThat(Topics.all().stream().map(Topic::name)).doesNotHaveDuplicates();
    assertThat(Topics.all().stream().map(Topic::valueType)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void nameValueAndSettingsFollowTheRules(Topic<?> topic) {
    String pascal =
        Arrays.stream(topic.name().split("-", -1))
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .reduce("", String::concat);

    assertThat(topic.schema().getName()).isEqualTo(pascal + "Record");
    assertThat(topic.schema().getNamespace()).isEqualTo("dev.quittance.schemas.avro");
    assertThat(topic.deadLetterName()).isEqualTo(topic.name() + ".dlq");
    assertThat(topic.partitions(6)).isEqualTo(topic.spread() == Spread.LANES ? 6 : 1);
    assertThat(topic.settings())
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry(
            "cleanup.policy", topic.retention() == Retention.COMPACTED ? "compact" : "delete")
        .containsEntry(
            "retention.ms", topic.retention() == Retention.THIRTY_DAYS ? "2592000000" : "-1");
  }

  /** A value that is a bare union can't grow; a record whose further kinds are optional can. */
  @ParameterizedTest
  @MethodSource("topics")
  void valueIsARecordWithABodyAndOptionalKindsBesideIt(Topic<?> topic) {
    assertThat(topic.schema().getFields().getFirst().name()).isEqualTo("body");
    assertThat(topic.schema().getFields().stream().skip(1))
        .allSatisfy(kind -> {
          assertThat(kind.schema().isUnion()).isTrue();
          assertThat(kind.schema().getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
          assertThat(kind.hasDefaultValue()).isTrue();
        });
  }

  @Test
  void receiptLogIsWholeAndKeptForever() {
    assertThat(Topics.RECEIPTS)
        .isEqualTo(
            new Topic<>("receipts", ReceiptsRecord.class, Spread.LANES, Retention.FOREVER, false));
  }

  @Test
  void whateverAStageDecidesFromHasDeadLetters() {
    assertThat(Topics.withDeadLetters().stream().map(Topic::name))
        .containsExactly(
            "order-requests",
            "orders",
            "day-cap-requests",
            "plans",
            "admissions",
            "tasks",
            "results",
            "executions",
            "receipts");
    assertThat(Topics.withDeadLetters()).containsAll(Topics.withRedrive());
    assertThat(Topics.RECEIPTS.redriveName()).isEqualTo("receipts.redrive");
    assertThat(Topics.isKeyedByOrder("orders")).isTrue();
    assertThat(Topics.isKeyedByOrder("day-cap-requests")).isFalse();
  }

  private static Object value(Field field) {
    try {
      return field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Topic<?>> cast(List<Object> constants) {
    return constants.stream().<Topic<?>>map(constant -> (Topic<?>) constant).toList();
  }
}
