package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.ingest.avro.IntakeMapping;
import dev.quittance.ingest.domain.Intake;
import dev.quittance.ingest.domain.IntakeDecision;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that are wrong in any part are never our fault, tell nothing of ours, and whatever was
 * taken has an end. All of them with {@code -Dquittance.full=true}.
 */
class GatewayFuzzTest {
  private static final int REQUESTS = Boolean.getBoolean("quittance.full") ? 50_000 : 2_000;
  private static final long SEED = Long.getLong("quittance.seed", 1);
  private static final int CLIENTS = 8;
  private static final int PATIENCE_MS = 60_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)\r\n");

  /** What an answer must never hold: traces, class names, keys, paths. */
  private static final List<String> LEAKS =
      List.of(
          "Exception",
          "\tat ",
          "java.",
          "io.vertx",
          "netty",
          "dev.quittance.",
          Samples.ACME_KEY,
          Samples.SLEEPY_KEY,
          Samples.READER_KEY);

  @Test
  void noRequestIsOurFaultAndNoneIsStuck(@TempDir Path directory) throws Exception {
    AtomicInteger taken = new AtomicInteger();
    try (GatewayServer server = new GatewayServer(directory, true);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(SEED * CLIENTS + client);
        all.add(
            clients.submit(() -> {
              for (int i = 0; i < REQUESTS / CLIENTS; i++) {
                taken.addAndGet(send(server, MutatedRequest.of(random)));
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(taken.get()).as("some mutants must still be orders").isPositive();
      // A client that is cut off may not have seen that its order was taken.
      assertThat(server.producer.history()).hasSizeGreaterThanOrEqualTo(taken.get());
      server.producer.history().forEach(GatewayFuzzTest::requirePlannable);
      assertThat(server.order(Samples.body("at the end").getBytes(ISO_8859_1)).statusCode())
          .isEqualTo(202);
    }
  }

  /** What was written down is an order that the intake accepts and a planner can walk. */
  private static void requirePlannable(ProducerRecord<byte[], byte[]> written) {
    Submission submission =
        IntakeMapping.submission(
            WireFormat.decode(
                    written.value(), Topics.ORDER_REQUESTS.schema(), Topics.ORDER_REQUESTS)
                .orElseThrow()
                .getBody());
    assertThat(Intake.decide(_ -> Optional.empty(), submission, Samples.CATALOGUE, Samples.NOW_MS))
        .isInstanceOf(IntakeDecision.Accepted.class);
    Order order = Order.parse(submission.order().toByteArray()).orThrow();
    assertThat(PlanGraph.of(order.steps())).isInstanceOf(GraphResult.Valid.class);
  }

  /** Sends one request and checks its answer, if the connection brings one; 1 for 202. */
  private static int send(GatewayServer server, MutatedRequest request) throws IOException {
    String shown = "seed %d: %s".formatted(SEED, new String(request.bytes(), ISO_8859_1));
    String answer;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(request.bytes());
        if (!request.isFramed()) {
          socket.shutdownOutput();
        }
        answer = read(socket.getInputStream(), request.method().equals("HEAD"));
      } catch (SocketException _) {
        return 0;
      }
    }
    for (String leak : LEAKS) {
      assertThat(answer).as(shown).doesNotContain(leak);
    }
    if (answer.isEmpty() || !isHttp1(request)) {
      return 0;
    }
    assertThat(answer).as(shown).startsWith("HTTP/1.");
    int at = answer.startsWith("HTTP/1.1 100") ? answer.indexOf("HTTP/1.1", 8) : 0;
    if (at < 0) {
      return 0;
    }
    int status = Integer.parseInt(answer.substring(at + 9, at + 12));
    assertThat(status).as(shown + "\n→ " + answer).isBetween(200, 499);
    return status == 202 ? 1 : 0;
  }

  /** One final answer, or what came of it before the end of the connection. */
  private static String read(InputStream in, boolean hasNoBody) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!isWhole(answer, hasNoBody)) {
      int read = in.read(buffer);
      if (read < 0) {
        break;
      }
      answer.append(new String(buffer, 0, read, ISO_8859_1));
    }
    return answer.toString();
  }

  private static boolean isWhole(StringBuilder answer, boolean hasNoBody) {
    int start = answer.indexOf("HTTP/1.1 100") == 0 ? answer.indexOf("HTTP/1.1", 8) : 0;
    int head = answer.indexOf("\r\n\r\n", Math.max(0, start));
    if (start < 0 || head < 0) {
      return false;
    }
    Matcher length = LENGTH.matcher(answer.substring(start, head + 2));
    return hasNoBody
        || (length.find() && answer.length() >= head + 4 + Integer.parseInt(length.group(1)));
  }

  /** Another protocol is told 501 by the HTTP layer, which sees no request in it. */
  private static boolean isHttp1(MutatedRequest request) {
    String text = new String(request.bytes(), ISO_8859_1);
    int end = text.indexOf('\n');
    return end > 0 && text.substring(0, end).strip().matches(".* HTTP/1\\.[01]");
  }
}
