package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads who has written something wrong. */
final class BrokenSettingsTest {
  private static final String SECTIONS =
      "expected one of line, data, kafka, topics, registry, chain, log, http, gateway, webhooks,"
          + " streams, blobs, executors, markets, keys";
  private static final String NAME =
      "expected a name of lower-case letters, digits and hyphens, at most 40 long";

  @TempDir private Path folder;

  /** What can't be left out takes lines 1 to 5; what is wrong begins in line 6. */
  static Stream<Arguments> rows() {
    return Stream.of(
        row("http:\n  prot: 80", "7:3: /http/prot: is no setting; did you mean port?"),
        row("prot: 1", "6:1: /prot: is no setting; " + SECTIONS),
        row("port: 1", "6:1: /port: is no setting; did you mean /http/port?"),
        row("log2: { lanes: 1 }", "6:1: /log2: is no setting; did you mean log?"),
        row("topics: { lanes: 3 }", "6:11: /topics/lanes: is no setting; did you mean /log/lanes?"),
        row("<<: { a: b }", "6:1: /<<: is no setting; " + SECTIONS),
        row("a/b~c: 1", "6:1: /a~1b~0c: is no setting; " + SECTIONS),
        row(
            "keys: { passphrasefile: x }",
            "6:9: /keys/passphrasefile: is no setting; did you mean passphraseFile?"),
        row(
            "http:\n  port: eighty\n  host: 1",
            "7:9: /http/port: \"eighty\" is text; expected an integer from 0 to 65535",
            "8:9: /http/host: 1 is a number; expected a host name or an IP address (in quotes, to"
                + " be taken as text)"),
        row(
            "http:\n  port: 70000",
            "7:9: /http/port: 70000 is too large; expected an integer from 0 to 65535"),
        row(
            "http: { port: -1 }",
            "6:15: /http/port: -1 is too small; expected an integer from 0 to 65535"),
        row(
            "http: { port: 010 }",
            "6:15: /http/port: \"010\" is text; expected an integer from 0 to 65535"),
        row("http: 8080", "6:7: /http: 8080 is a number; expected a section with host and port"),
        row("http: [8080]", "6:7: /http: is a list; expected a section with host and port"),
        row("line: Blue Line", "6:7: /line: \"Blue Line\" does not fit; " + NAME),
        row("line:", "6:6: /line: is empty; " + NAME),
        row(
            "line: true",
            "6:7: /line: true is a truth value; " + NAME + " (in quotes, to be taken as text)"),
        row(
            "topics:\n  replication: 1.5",
            "7:16: /topics/replication: 1.5 is a number; expected an integer from 1 to 32"),
        row(
            "streams:\n  threads: 0\n  commitIntervalMs: 60000",
            "7:12: /streams/threads: 0 is too small; expected an integer from 1 to 64",
            "8:21: /streams/commitIntervalMs: 60000 is too large; expected an integer from 1 to"
                + " 5000"),
        row(
            "keys:\n  seed: {}",
            "7:9: /keys/seed: is a section; expected a path, relative to this file"),
        row(
            "blobs: { kind: http }",
            "6:1: /blobs/url: is missing; expected an http or https address"),
        row(
            "blobs: { kind: ftp }",
            "6:16: /blobs/kind: \"ftp\" does not fit; expected directory (the directory alone),"
                + " http (a server that answers POST with a uri) or ipfs (a node by its RPC)"),
        row("line: a\nline: b", "7:1: /line: stands here again; it is already set in line 6"),
        row(
            "http:\n  port: 1\n  host: h\n  port: 2",
            "9:3: /http/port: stands here again; it is already set in line 7"),
        row(
            "line: &name a",
            "6:7: /line: anchors are not supported; write the value out in each place"),
        row("data: !file x", "6:7: /data: tags such as !file are not supported; leave it out"),
        row("? [a]\n: b", "6:3: a key is a list or a section; expected a name"),
        row(
            "http:\n\tport: 1",
            "7:1: not YAML: while scanning for the next token, found character '\\t(TAB)' that"
                + " cannot start any token. (Do not use \\t(TAB) for indentation)"),
        row(
            "http:\n  port: \"1",
            "7:11: not YAML: while scanning a quoted scalar, found unexpected end of stream"),
        row("data: *nowhere", "6:7: not YAML: found undefined alias nowhere"),
        row(
            "---\nline: b",
            "6:1: not YAML: expected a single document in the stream, but found another document"),
        row("a: b: c", "6:5: not YAML: mapping values are not allowed here"),
        row("data: ü\u0001", "6:8: not YAML: the character U+0001 must not stand in a file"));
  }

  private static Arguments row(String yaml, String... problems) {
    return Arguments.of(yaml, List.of(problems));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void problemHasPlaceAndAdvice(String yaml, List<String> problems) {
    assertThat(SettingsFixture.problems(folder, SettingsFixture.MINIMAL + yaml, Map.of()))
        .isEqualTo(problems.stream().map(problem -> "quittance.yaml:" + problem).toList());
  }

  @Test
  void everythingIsReportedAtOnceWithoutSecrets() {
    String yaml =
        """
        kafka:
          bootstrap.servers: localhost
          acks: 1
          sasl.jaas.config: [hush]
          client.id:
          replication.factor: 3
        registry: { url: registry.example }
        chain: { rpc: "ftp://node.example/hush", deploymnt: d }
        log: { lanes: 6.0, cadence: 24h, catchUp: all }
        """;

    assertThat(SettingsFixture.problems(folder, yaml, Map.of()))
        .containsExactly(
            "quittance.yaml:2:22: /kafka/bootstrap.servers: \"localhost\" does not fit; expected"
                + " host:port of one or more brokers, with commas between",
            "quittance.yaml:3:3: /kafka/acks: is not to be set here; leave it out: every write"
                + " waits for all replicas",
            "quittance.yaml:4:21: /kafka/sasl.jaas.config: is a list; expected text (\"\" for"
                + " none), a number, true or false",
            "quittance.yaml:5:13: /kafka/client.id: is empty; expected text (\"\" for none), a"
                + " number, true or false",
            "quittance.yaml:6:3: /kafka/replication.factor: is not to be set here; use"
                + " /topics/replication",
            "quittance.yaml:7:18: /registry/url: \"registry.example\" does not fit; expected an"
                + " http or https address",
            "quittance.yaml:8:15: /chain/rpc: \"ftp://node.example/****\" does not fit; expected"
                + " an http or https address",
            "quittance.yaml:8:42: /chain/deploymnt: is no setting; did you mean deployment?",
            "quittance.yaml:9:1: /log/origin: is missing; expected a name such as"
                + " log.example/receipts, without spaces and plus signs, at most 255 long",
            "quittance.yaml:9:29: /log/cadence: \"24h\" does not fit; expected a duration in"
                + " whole seconds as ISO 8601 writes it, such as PT24H, PT30M or PT10S",
            "quittance.yaml:9:43: /log/catchUp: \"all\" does not fit; expected each (one close"
                + " for every missed period) or merge (one for all of them)");
  }

  @Test
  void missingKeysAreNamedWhereTheirSectionIs() {
    assertThat(SettingsFixture.problems(folder, "kafka:\n  client.id: a\nchain:\n", Map.of()))
        .containsExactly(
            "quittance.yaml:1:1: /kafka/bootstrap.servers: is missing; expected host:port of one"
                + " or more brokers, with commas between, for example 127.0.0.1:9092",
            "quittance.yaml:1:1: /registry/url: is missing; expected an http or https address, for"
                + " example http://127.0.0.1:8080/apis/registry/v3",
            "quittance.yaml:1:1: /log/origin: is missing; expected a name such as"
                + " log.example/receipts, without spaces and plus signs, at most 255 long",
            "quittance.yaml:3:1: /chain/rpc: is missing; expected an http or https address, for"
                + " example http://127.0.0.1:8545");
  }

  @Test
  void fileOfAnotherShapeIsRefused() {
    assertThat(SettingsFixture.problems(folder, "- a\n- b\n", Map.of()))
        .containsExactly("quittance.yaml:1:1: is a list; expected a file of sections and keys");
  }

  @Test
  void variablesAreNamed() {
    Map<String, String> environment =
        Map.of(
            "QUITTANCE_HTTP_PRT", "1",
            "QUITTANCE_HTTP_PORT", "x",
            "QUITTANCE_LOG_CATCHUP", "each",
            "QUITTANCE_STREAMS_COMMIT_INTERVAL_MS", "4.5",
            "QUITTANCE_KAFKA_ACKS", "1",
            "QUITTANCE_CHAIN_RPC", "ws://node.example/hush");

    assertThat(SettingsFixture.problems(folder, SettingsFixture.MINIMAL + "line: A", environment))
        .startsWith("quittance.yaml:6:7: /line: \"A\" does not fit; " + NAME)
        .containsExactlyInAnyOrder(
            "quittance.yaml:6:7: /line: \"A\" does not fit; " + NAME,
            "environment variable QUITTANCE_HTTP_PRT: names no setting; did you mean"
                + " QUITTANCE_HTTP_PORT?",
            "environment variable QUITTANCE_HTTP_PORT: /http/port: \"x\" is text; expected an"
                + " integer from 0 to 65535",
            "environment variable QUITTANCE_LOG_CATCHUP: names no setting; did you mean"
                + " QUITTANCE_LOG_CATCH_UP?",
            "environment variable QUITTANCE_STREAMS_COMMIT_INTERVAL_MS: /streams/commitIntervalMs:"
                + " \"4.5\" is text; expected an integer from 1 to 5000",
            "environment variable QUITTANCE_KAFKA_ACKS: /kafka/acks: is not to be set here; leave"
                + " it out: every write waits for all replicas",
            "environment variable QUITTANCE_CHAIN_RPC: /chain/rpc: \"ws://node.example/****\" does"
                + " not fit; expected an http or https address");
  }

  @Test
  void fileThatCannotBeReadIsNamed() throws IOException {
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9});

    assertThat(problem(folder.resolve("none.yaml")))
        .isEqualTo("none.yaml: there is no such file; write one with `quittance init`");
    assertThat(problem(latin)).isEqualTo("latin.yaml: is not UTF-8 text; save it as such");
    assertThat(problem(folder)).contains("can't be read").endsWith("expected a readable file");
  }

  private String problem(Path file) {
    return switch (SettingsFile.load(file, Map.of())) {
      case SettingsFile.Invalid(List<ConfigProblem> problems) when problems.size() == 1 ->
          problems.getFirst().toString().replace(folder + "/", "");
      case SettingsFile.Outcome other -> throw new AssertionError("not one problem: " + other);
    };
  }
}
