package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas, examples and hashes agree with each other and with the parsers. */
final class PublishedSchemasTest {
  private static Schema schema(String kind) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Examples.text(kind + ".schema.json"), InputFormat.JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "plan", "agent", "policy", "tenant", "rules"})
  void exampleIsValidAndHasThePublishedHash(String kind) {
    String example = Examples.text(kind + ".example.json");

    assertThat(schema(kind).validate(example, InputFormat.JSON)).isEmpty();
    assertThat(CanonicalJson.of(Examples.read(example)).hash())
        .hasToString(Examples.text(kind + ".example.sha256").strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"order", "plan", "agent", "policy", "tenant"})
  void parserReadsTheExampleAndWritesItsCanonicalForm(String kind) {
    byte[] example = Examples.file(kind + ".example.json");

    Document document = Examples.parse(kind, example).orThrow();

    assertThat(document.hash()).hasToString(Examples.text(kind + ".example.sha256").strip());
    assertThat(document.canonical())
        .isEqualTo(CanonicalJson.of(Examples.read(Examples.text(kind + ".example.json"))));
    assertThat(Examples.parse(kind, document.canonicalJson()).orThrow()).isEqualTo(document);
  }

  /** What JSON Schema can say, schema and parser say alike. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "order  | /budget              | 12",
        "order  | /budget              | \"01\"",
        "order  | /tenant              | \"Acme\"",
        "order  | /asset               | \"0xAA\"",
        "order  | /deadline            | \"2026-01-01T00:00:00Z\"",
        "order  | /deadline            | -",
        "order  | /sourceId            | \"\"",
        "order  | /steps               | []",
        "order  | /steps/0/name        | \"a-b\"",
        "order  | /steps/0/input       | -",
        "order  | /steps/1/input       | 1",
        "order  | /steps/1/inputRef/bytes | 262145",
        "order  | /steps/2/needs       | [\"archive\",\"archive\"]",
        "order  | /steps/2/vendors     | []",
        "order  | /more                | null",
        "agent  | /status              | \"idle\"",
        "agent  | /services/0/etaMs    | 1.5",
        "agent  | /services/0/safetyPpm| 1000001",
        "agent  | /services/0/executor | \"a/b/c\"",
        "agent  | /name                | \"a\\nb\"",
        "policy | /feeBps              | 10001",
        "policy | /benchPrices/extraction | \"0\"",
        "policy | /benchPrices/X       | \"1\"",
        "policy | /sloMs               | 0",
        "policy | /maxSteps            | 33",
        "tenant | /apiKeyHashes        | []",
        "tenant | /apiKeyHashes/0      | \"0x00\"",
        "tenant | /policy              | -",
        "tenant | /apiKeys             | []",
        "tenant | /apiKeys             | [{\"sha256\":\"0x00\"}]",
        "tenant | /apiKeys             | [{\"sha256\":\"0x0000000000000000000000000000000000000000000000000000000000000000\",\"scopes\":[\"orders\"]}]",
        "tenant | /apiKeys             | [{\"sha256\":\"0x0000000000000000000000000000000000000000000000000000000000000000\",\"scopes\":[]}]",
        "tenant | /apiKeys             | [{\"sha256\":\"0x0000000000000000000000000000000000000000000000000000000000000000\",\"expiresAt\":1}]",
        "tenant | /limits              | {\"ordersPerSecond\":0}",
        "tenant | /limits              | {\"perSecond\":1}",
        "order  | /signature           | \"0x12\"",
        "order  | /signature           | null",
        "plan   | /selection           | \"other/v1\"",
        "plan   | /steps/0/needs       | [32]",
        "plan   | /agentsOffset        | 1",
        "plan   | /orderHash           | \"0x\"",
      })
  void schemaAndParserRefuseTheSame(String kind, String pointer, String value) {
    String edited = Examples.edited(kind, pointer, value);

    assertThat(schema(kind).validate(edited, InputFormat.JSON)).isNotEmpty();
    assertThat(Examples.parse(kind, edited.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Parsed.Bad.class);
  }

  /** What may be left out is taken, and comes back in the same canonical form. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "tenant | /apiKeys  | [{\"sha256\":\"0x0000000000000000000000000000000000000000000000000000000000000001\",\"scopes\":[\"orders:read\",\"admin\"],\"expiresAt\":\"12\"}]",
        "tenant | /limits   | {\"ordersPerSecond\":5,\"burst\":9,\"inFlight\":3}",
        "tenant | /limits   | {}",
      })
  void schemaAndParserTakeTheSame(String kind, String pointer, String value) {
    String edited = Examples.edited(kind, pointer, value);

    assertThat(schema(kind).validate(edited, InputFormat.JSON)).isEmpty();
    assertThat(Examples.parse(kind, edited.getBytes(StandardCharsets.UTF_8)).orThrow().canonical())
        .isEqualTo(CanonicalJson.of(Examples.read(edited)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "/origin | -",
        "/topic/retention.ms | \"1000\"",
        "/topic/partitions | 0",
        "/period/catchUp | \"skip\"",
        "/period/firstStart | 1767571200",
        "/schemas | []",
        "/reasons/8 | -",
        "/more | 1",
      })
  void rulesSchemaRefuses(String pointer, String value) {
    assertThat(schema("rules").validate(Examples.edited("rules", pointer, value), InputFormat.JSON))
        .isNotEmpty();
  }
}
