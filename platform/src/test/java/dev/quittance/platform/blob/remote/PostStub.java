package dev.quittance.platform.blob.remote;

import com.sun.net.httpserver.HttpExchange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** AgentL2's HTTP storage: names what it is given, and wants a token for it. */
final class PostStub extends StubServer {
  static final String TOKEN = "sesame";

  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();
  private volatile UnaryOperator<byte[]> keeping = UnaryOperator.identity();
  private volatile Optional<String> answer = Optional.empty();

  @Override
  Reply answer(HttpExchange exchange, byte[] body) {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(token)) {
      return Reply.json(401, "{}");
    }
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST") && path.equals("/upload")) {
      String name = "/results/" + next.incrementAndGet();
      stored.put(name, keeping.apply(body));
      return Reply.json(200, answer.orElse("{\"uri\":\"" + at(name) + "\"}"));
    }
    byte[] content = stored.get(path);
    return content == null ? Reply.json(404, "{}") : new Reply(200, content);
  }

  /** Keeps something else from now on. */
  void keeping(UnaryOperator<byte[]> changed) {
    keeping = changed;
  }

  /** Answers something else from now on. */
  void answering(String json) {
    answer = Optional.of(json);
  }

  /** Loses all that it has. */
  void forget() {
    stored.clear();
  }
}
