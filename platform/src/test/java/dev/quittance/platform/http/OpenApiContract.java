package dev.quittance.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds answers to the published OpenAPI document, and remembers which of its answers have been
 * seen: a documented answer that no test brings about is as wrong as one that is not documented.
 * Thread-safe.
 */
public final class OpenApiContract {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z0-9]+)}");

  /** What a Vert.x route spells otherwise than the document. */
  private static final Pattern ROUTE_PARAMETER = Pattern.compile(":[a-zA-Z0-9]+|\\*");

  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<String, Schema> schemas = new HashMap<>();
  private final Set<String> seen = new TreeSet<>();

  /** One operation of the document. */
  private record Operation(String method, String template, Pattern path, JsonNode node) {
    String name() {
      return method + " " + template;
    }
  }

  private OpenApiContract(JsonNode document) {
    this.document = document;
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                pattern(path.getKey()),
                method.getValue()));
      }
    }
  }

  /** The contract of the document that is served. */
  public static OpenApiContract published() {
    Object tree =
        new Load(LoadSettings.builder().build())
            .loadFromString(new String(OpenApi.document(), StandardCharsets.UTF_8));
    return new OpenApiContract(JSON.valueToTree(tree));
  }

  /** A tile's number has slashes, which OpenAPI can't say of a parameter. */
  private static Pattern pattern(String template) {
    String regex =
        PARAMETER
            .matcher(template)
            .replaceAll(match -> match.group(1).equals("tile") ? ".+" : "[^/]+");
    return Pattern.compile(regex);
  }

  /** Every operation of the document, as {@code GET /v1/orders}. */
  public Set<String> operations() {
    Set<String> names = new TreeSet<>();
    operations.forEach(operation -> names.add(operation.name()));
    return names;
  }

  /** Every operation that routes serve under /v1, with parameters written as {@code {}}. */
  public static Set<String> served(HttpHost.Routes routes) {
    Vertx vertx = Vertx.vertx();
    try {
      Router router = Router.router(vertx);
      routes.mount(vertx, router);
      Set<String> served = new TreeSet<>();
      router.getRoutes().stream()
          .filter(route -> route.getPath() != null && route.methods() != null)
          .forEach(route ->
              route
                  .methods()
                  .forEach(method ->
                      served.add(
                          method + " " + ROUTE_PARAMETER.matcher(nameOf(route)).replaceAll("{}"))));
      return served;
    } finally {
      vertx.close();
    }
  }

  private static String nameOf(io.vertx.ext.web.Route route) {
    return String.valueOf(route.getPath());
  }

  /** The operations of the document with parameters written as {@code {}}. */
  public Set<String> anonymous(Set<String> named) {
    Set<String> names = new TreeSet<>();
    named.forEach(name -> names.add(PARAMETER.matcher(name).replaceAll("{}")));
    return names;
  }

  /**
   * An answer as it came.
   *
   * @param path that was asked for, without query
   * @param headers by their names in lower case
   */
  public record Raw(String path, int status, Map<String, String> headers, String body) {
    /** Reads an HTTP/1.1 answer whose connection ends with it. */
    public static Raw parse(String path, String answer) {
      String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
      Map<String, String> headers = new HashMap<>();
      head.lines()
          .skip(1)
          .forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip());
          });
      int status = Integer.parseInt(head.split(" ", -1)[1]);
      return new Raw(path, status, headers, answer.substring(head.length() + 4));
    }

    /**
     * What is answered to a request whose body stalls, and that the connection is closed then.
     *
     * @param port on this machine
     * @param line method and path
     * @param key of a tenant
     */
    public static Raw stalled(int port, String line, String key) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String head =
            line
                + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return parse(line.substring(line.indexOf(' ') + 1), answer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static Raw of(HttpResponse<?> answer) {
      Map<String, String> headers = new HashMap<>();
      answer
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      return new Raw(
          answer.request().uri().getRawPath(),
          answer.statusCode(),
          headers,
          answer.body() instanceof String text ? text : "");
    }
  }

  /** Checks an answer; one with JSON has a text body. */
  public <T> HttpResponse<T> check(HttpResponse<T> answer) {
    check(Raw.of(answer), answer.request().method());
    return answer;
  }

  /** Checks the answer to a request with a method. */
  public void check(Raw answer, String method) {
    Optional<Operation> operation = operationOf(method, answer.path());
    assertThat(operation).as("the document has %s %s", method, answer.path()).isPresent();
    check(operation.get(), answer);
  }

  /** Checks an answer if the document has its operation at all. */
  public <T> HttpResponse<T> checkIfDescribed(HttpResponse<T> answer) {
    Raw raw = Raw.of(answer);
    operationOf(answer.request().method(), raw.path())
        .ifPresent(operation -> check(operation, raw));
    return answer;
  }

  private Optional<Operation> operationOf(String method, String path) {
    return operations.stream()
        .filter(it -> it.method().equals(method) && it.path().matcher(path).matches())
        .findFirst();
  }

  private synchronized void check(Operation operation, Raw answer) {
    String status = Integer.toString(answer.status());
    JsonNode described = resolved(operation.node().path("responses").path(status));
    String place = operation.name() + " " + status;
    assertThat(described.isObject())
        .as("%s is documented; it answered %s", place, answer.body())
        .isTrue();
    for (String header : names(described.path("headers"))) {
      boolean optional = described.path("headers").path(header).has("x-optional");
      assertThat(answer.headers().containsKey(header.toLowerCase(Locale.ROOT)) || optional)
          .as("%s has the header %s", place, header)
          .isTrue();
    }
    if (!described.has("content")) {
      seen.add(place);
      return;
    }
    String type = answer.headers().getOrDefault("content-type", "").replaceAll(";.*", "");
    JsonNode content = described.path("content").path(type);
    assertThat(content.isObject()).as("%s may be %s", place, type).isTrue();
    if (!type.endsWith("json")) {
      seen.add(place);
      return;
    }
    String body = answer.body();
    assertThat(schema(place + " " + type, content.path("schema")).validate(body, InputFormat.JSON))
        .as("%s: %s", place, body)
        .isEmpty();
    JsonNode read = JSON.readTree(body);
    seen.add(place + problemOf(status, read));
  }

  private static String problemOf(String status, JsonNode body) {
    return status.startsWith("2") ? "" : " " + body.path("type").asString("");
  }

  private Schema schema(String place, JsonNode schema) {
    return schemas.computeIfAbsent(
        place,
        _ -> {
          ObjectNode whole = JSON.createObjectNode();
          whole.putArray("allOf").add(schema);
          whole.set("components", document.path("components"));
          return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(whole.toString(), InputFormat.JSON);
        });
  }

  /** Every answer of an operation that the document has and no test has seen. */
  public synchronized Set<String> unseen(Set<String> names) {
    Set<String> missing = new TreeSet<>();
    for (Operation operation : operations) {
      if (names.contains(operation.name())) {
        for (String status : names(operation.node().path("responses"))) {
          if (!status.equals("default")) {
            missing.addAll(
                expected(
                    operation.name() + " " + status,
                    resolved(operation.node().path("responses").path(status))));
          }
        }
      }
    }
    missing.removeAll(seen);
    return missing;
  }

  private Set<String> expected(String place, JsonNode described) {
    Set<String> expected = new TreeSet<>();
    JsonNode all =
        described.path("content").path("application/problem+json").path("schema").path("allOf");
    for (JsonNode part : all) {
      for (JsonNode type : part.path("properties").path("type").path("enum")) {
        expected.add(place + " " + type.asString());
      }
    }
    return expected.isEmpty() ? Set.of(place) : expected;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
