package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records written by a release must stay readable, and older programs must read what newer ones
 * write: schemas grow by FULL_TRANSITIVE steps only.
 *
 * <p>A release copies its schemas to {@code src/main/avro-released/VERSION/RECORD.avsc}; copies are
 * never changed.
 */
final class ReleasedSchemasTest {
  private static final Path RELEASED = Path.of("src/main/avro-released");

  private static List<Path> folders(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every released schema of a topic that still exists. */
  static Stream<Arguments> released() {
    return folders(RELEASED).stream()
        .flatMap(version ->
            Topics.all().stream()
                .map(topic -> version.resolve(topic.schema().getName() + ".avsc"))
                .filter(Files::exists)
                .map(file -> Arguments.of(version.getFileName() + "/" + file.getFileName())));
  }

  @ParameterizedTest
  @MethodSource("released")
  void currentSchemaIsFullyCompatible(String file) throws IOException {
    Schema released = new Schema.Parser().parse(Files.readString(RELEASED.resolve(file)));
    Schema current =
        Topics.all().stream()
            .map(Topic::schema)
            .filter(schema -> schema.getName().equals(released.getName()))
            .findFirst()
            .orElseThrow();

    assertThat(SchemaEvolution.breaches(current, released)).isEmpty();
  }

  @Test
  void firstReleaseHasEveryTopic() {
    List<String> files =
        folders(RELEASED.resolve("0.1.0")).stream()
            .map(file -> file.getFileName().toString())
            .toList();
    List<String> expected =
        Topics.all().stream().map(topic -> topic.schema().getName() + ".avsc").toList();

    assertThat(files).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing          | {'name':'a','type':'int'}, {'name':'b','type':'string'} | true",
        "field added with default"
            + " | {'name':'a','type':'int'}, {'name':'b','type':'string'},"
            + " {'name':'c','type':['null','int'],'default':null} | true",
        "field removed    | {'name':'a','type':'int'} | false",
        "type changed     | {'name':'a','type':'string'}, {'name':'b','type':'string'} | false",
        "type widened     | {'name':'a','type':'long'}, {'name':'b','type':'string'} | false",
        "field renamed    | {'name':'a','type':'int'}, {'name':'z','type':'string'} | false",
        "field added without default"
            + " | {'name':'a','type':'int'}, {'name':'b','type':'string'},"
            + " {'name':'c','type':'int'} | false",
        "branch added     | {'name':'a','type':['int','long']}, {'name':'b','type':'string'}"
            + " | false",
      })
  void checkCatches(String change, String fields, boolean compatible) {
    Schema released = record("{'name':'a','type':'int'}, {'name':'b','type':'string'}");

    assertThat(SchemaEvolution.breaches(record(fields), released).isEmpty())
        .as(change)
        .isEqualTo(compatible);
  }

  private static Schema record(String fields) {
    String json = "{'type':'record','name':'R','fields':[" + fields + "]}";
    return new Schema.Parser().parse(json.replace('\'', '"'));
  }
}
