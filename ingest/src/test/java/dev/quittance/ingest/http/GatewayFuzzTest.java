package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayFuzzTest {
  private static final int BODIES = 1000;
  private static final String STEPS =
      """
      {"asset":"%s","budget":"1","deadline":"1767614400000","steps":[\
      {"name":"a","service":"s","input":{"n":-1.5e3,"t":"é\\u00e9{{b.output.x}}"}},\
      {"name":"b","service":"s","inputRef":{"sha256":"0x00","bytes":1},"needs":["a"]}]}\
      """
          .formatted(Samples.ASSET);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void noBodyIsOurFault(long seed, @TempDir Path directory) {
    Random random = new Random(seed);
    int taken = 0;
    try (GatewayServer server = new GatewayServer(directory, true)) {
      for (int i = 0; i < BODIES; i++) {
        byte[] body = mutated(random);
        HttpResponse<String> response = server.order(body);
        assertThat(response.statusCode())
            .as("seed %d, body %d: %s", seed, i, new String(body, UTF_8))
            .isIn(202, 400, 413, 422);
        taken += response.statusCode() == 202 ? 1 : 0;
      }
      assertThat(server.producer.history()).hasSize(taken);
    }
    assertThat(taken).as("some mutants must still be orders").isPositive();
  }

  private static byte[] mutated(Random random) {
    byte[] body = (random.nextBoolean() ? Samples.body("text") : STEPS).getBytes(UTF_8);
    int mutations = 1 + random.nextInt(4);
    for (int i = 0; i < mutations; i++) {
      body = mutated(body, random);
    }
    return body;
  }

  private static byte[] mutated(byte[] body, Random random) {
    int at = random.nextInt(body.length + 1);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> spliced(body, at, at, new byte[] {(byte) random.nextInt(256)});
      case 2 -> spliced(body, at, Math.min(body.length, at + random.nextInt(5)), new byte[0]);
      case 3 -> spliced(body, at, at, Arrays.copyOfRange(body, at / 2, at));
      default -> spliced(body, at, at, "{[\"\\u0000:,}]-0e9".substring(at % 16).getBytes(UTF_8));
    };
  }

  private static byte[] spliced(byte[] body, int from, int to, byte[] middle) {
    byte[] result = Arrays.copyOf(body, from + middle.length + body.length - to);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(body, to, result, from + middle.length, body.length - to);
    return result;
  }
}
