package dev.quittance.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final JsonNode VECTORS = vectors();

  @TempDir private Path folder = Path.of("");
  private Path trust = Path.of("");

  @BeforeEach
  void writeTrust() throws IOException {
    trust = write("trust.json", VECTORS.path("trust").toString());
  }

  @Test
  void everyBundleOfTheVectorsHolds() throws IOException {
    List<Path> files = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (JsonNode vector : VECTORS.path("bundles")) {
      Path file = write("holds-" + files.size() + ".json", vector.path("bundle").toString());
      files.add(file);
      expected.append("{\"file\":\"%s\",\"ok\":true,\"fails\":null}\n".formatted(file));
    }

    CommandRun run = verify(files, "--trust", trust, "--json");

    assertThat(files).hasSize(6);
    assertThat(run.out()).isEqualTo(expected.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyInvalidBundleOfTheVectorsFailsAtItsCheck() throws IOException {
    List<Path> files = new ArrayList<>();
    StringBuilder expected = new StringBuilder();
    for (JsonNode vector : VECTORS.path("invalid")) {
      Path file = write("fails-" + files.size() + ".json", vector.path("bundle").toString());
      files.add(file);
      expected.append(
          "{\"file\":\"%s\",\"ok\":false,\"fails\":%s}\n".formatted(file, vector.path("fails")));
      assertThat(verify(List.of(file), "--trust", trust).exitCode()).isEqualTo(ExitCode.FAILED);
    }

    CommandRun run = verify(files, "--trust", trust, "--json");

    assertThat(files).hasSize(26);
    assertThat(run.out()).isEqualTo(expected.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void oneLineIsPrintedForEachCheckInItsOrder() throws IOException {
    CommandRun run = verify(List.of(good()), "--trust", trust);

    List<String> checks =
        run.out()
            .lines()
            .filter(line -> line.startsWith("  ok "))
            .map(line -> word(line, 1))
            .toList();
    List<String> expected = new ArrayList<>();
    VECTORS.path("checks").forEach(check -> expected.add(check.asText()));
    assertThat(checks).isEqualTo(expected);
    assertThat(run.out()).endsWith("  holds\n");
  }

  @Test
  void withoutTrustABundleIsInconclusive() throws IOException {
    CommandRun run = verify(List.of(good()), "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("\"ok\":false,\"fails\":null");
  }

  @Test
  void aFailureOutweighsWhatIsInconclusive() throws IOException {
    Path bad = write("bad.json", VECTORS.path("invalid").path(1).path("bundle").toString());

    assertThat(verify(List.of(good(), bad)).exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void whatIsNoBundleFailsAtItsFormat() throws IOException {
    Path text = write("text.json", "not a bundle");
    Path empty = write("empty.json", "");
    Path bytes = folder.resolve("bytes.json");
    Files.write(bytes, new byte[] {'{', (byte) 0xff, '}'});

    CommandRun run = verify(List.of(text, empty, bytes), "--trust", trust, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out().lines())
        .hasSize(3)
        .allMatch(line -> line.endsWith("\"fails\":\"format\"}"));
  }

  @Test
  void aMissingFileIsAWrongCall() {
    CommandRun run = verify(List.of(folder.resolve("none.json")), "--trust", trust);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("none.json");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aWrongTrustFileIsAWrongCall() throws IOException {
    Path wrong = write("wrong.json", "{\"origin\":\"log.example\"}");

    CommandRun run = verify(List.of(good()), "--trust", wrong);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("wrong.json").contains("verifierKey");
    assertThat(verify(List.of(good()), "--trust", folder.resolve("none")).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aContractIsAskedThroughAnEndpointOnly() throws IOException {
    String address = "0x00000000000000000000000000000000000000AA";
    CommandRun withoutRpc = verify(List.of(good()), "--trust", trust, "--on-chain", address);
    CommandRun noAddress =
        verify(List.of(good()), "--trust", trust, "--rpc", "http://127.0.0.1:1", "--on-chain", "x");
    CommandRun noAnswer =
        verify(
            List.of(good()),
            "--trust",
            trust,
            "--rpc",
            "http://127.0.0.1:1",
            "--on-chain",
            address);

    assertThat(withoutRpc.exitCode()).isEqualTo(2);
    assertThat(withoutRpc.err()).contains("--rpc");
    assertThat(noAddress.exitCode()).isEqualTo(2);
    assertThat(noAddress.err()).contains("40 hex digits");
    assertThat(noAnswer.exitCode()).isEqualTo(3);
    assertThat(noAnswer.out()).contains("onChain");
  }

  @Test
  void anEndpointThatDoesNotAnswerIsInconclusive() throws IOException {
    CommandRun run = verify(List.of(good()), "--trust", trust, "--rpc", "http://127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("chainRead");
  }

  private Path good() throws IOException {
    return write("good.json", VECTORS.path("bundles").path(0).path("bundle").toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static CommandRun verify(List<Path> files, Object... options) {
    List<Object> words = new ArrayList<>(List.of("verify"));
    words.addAll(files);
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray());
  }

  private static String word(String line, int index) {
    return line.strip().split(" +", -1)[index];
  }

  private static JsonNode vectors() {
    try (InputStream in = VerifyCommandTest.class.getResourceAsStream("/vectors/bundle.json")) {
      return new ObjectMapper()
          .readTree(new String(Objects.requireNonNull(in).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
