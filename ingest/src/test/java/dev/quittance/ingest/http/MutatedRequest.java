package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A request as bytes on the wire, right or wrong in any part: the line, headers, framing, body.
 *
 * @param method the method that its line begins with, as far as it is one
 * @param bytes all of it
 * @param isFramed whether its end can be told from its beginning
 */
record MutatedRequest(String method, byte[] bytes, boolean isFramed) {
  private static final String STEPS =
      """
      {"asset":"%s","budget":"1","deadline":"1767614400000","steps":[\
      {"name":"a","service":"s","input":{"n":-1.5e3,"t":"é\\u00e9{{b.output.x}}"}},\
      {"name":"b","service":"s","inputRef":{"sha256":"0x00","bytes":1},"needs":["a"]}]}\
      """
          .formatted(Samples.ASSET);
  private static final List<String> PATHS =
      List.of(
          "/v1/orders",
          "/v1/orders",
          "/v1/orders",
          "/v1/orders?limit=5&cursor=%00",
          "/v1/inputs/" + Hash32.sha256("[1]".getBytes(UTF_8)),
          "/v1/inputs/%2e%2e%2f%2e%2e",
          "/v1/openapi.yaml",
          "/v1/%",
          "//v1//orders",
          "/v1/orders/../inputs/00");
  private static final List<String> METHODS =
      List.of("POST", "POST", "POST", "PUT", "PUT", "GET", "DELETE", "OPTIONS", "HEAD", "PATCH");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/json",
          "text/plain",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "application/json; charset=\u00ff",
          ";",
          "");
  private static final List<String> KEYS =
      List.of(
          "Bearer " + Samples.ACME_KEY,
          "Bearer " + Samples.ACME_KEY,
          "Bearer " + Samples.ACME_KEY,
          "Bearer " + Samples.SLEEPY_KEY,
          "Bearer " + Samples.READER_KEY,
          "Bearer a.b.c",
          "Bearer",
          "Basic YTpi",
          "\u00ff");
  private static final List<String> MORE =
      List.of(
          "Idempotency-Key: \"k\"\r\n",
          "Idempotency-Key: k\r\nIdempotency-Key: l\r\n",
          "Idempotency-Key: \"\u00ff\r\n",
          "traceparent: 00-zz\r\n",
          "Expect: 100-continue\r\n",
          "Expect: x\r\n",
          "Content-Encoding: gzip\r\n",
          "Accept: ;;;q=-1\r\n",
          "Cookie: =;=;\r\n",
          "X-Long: " + "x".repeat(40_000) + "\r\n",
          "Upgrade: websocket\r\n");

  /** A random request. */
  static MutatedRequest of(Random random) {
    // Half of them are right but for what follows: those come far.
    boolean isMild = random.nextBoolean();
    String method = isMild ? METHODS.getFirst() : oneOf(METHODS, random);
    byte[] body = body(random);
    StringBuilder head =
        new StringBuilder(method)
            .append(' ')
            .append(isMild ? PATHS.getFirst() : oneOf(PATHS, random))
            .append(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: ")
            .append(isMild ? KEYS.getFirst() : oneOf(KEYS, random))
            .append("\r\nContent-Type: ")
            .append(isMild ? TYPES.getFirst() : oneOf(TYPES, random))
            .append("\r\n");
    for (int i = random.nextInt(isMild ? 2 : 3); i > 0; i--) {
      head.append(oneOf(MORE, random));
    }
    boolean chunked = random.nextInt(5) == 0;
    head.append(
        chunked
            ? "Transfer-Encoding: chunked\r\n\r\n"
            : "Content-Length: " + body.length + "\r\n\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] start = head.toString().getBytes(ISO_8859_1);
    boolean isFramed = random.nextInt(10) > 0;
    out.writeBytes(isFramed ? start : mutated(start, random));
    boolean isWhole = random.nextInt(10) > 0;
    byte[] framed = chunked ? chunks(body) : body;
    out.writeBytes(isWhole ? framed : mutated(framed, random));
    return new MutatedRequest(method, out.toByteArray(), isFramed && isWhole);
  }

  private static byte[] chunks(byte[] body) {
    String head = Integer.toHexString(body.length) + "\r\n";
    String end = body.length == 0 ? "\r\n" : "\r\n0\r\n\r\n";
    return (head + new String(body, ISO_8859_1) + end).getBytes(ISO_8859_1);
  }

  private static byte[] body(Random random) {
    byte[] body =
        switch (random.nextInt(6)) {
          case 0 -> STEPS.getBytes(UTF_8);
          case 1 -> "[1]".getBytes(UTF_8);
          case 2 -> "[".repeat(1 + random.nextInt(70_000)).getBytes(UTF_8);
          case 3 ->
              random
                  .ints(random.nextInt(2000), 0, 256)
                  .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::write, (_, _) -> {})
                  .toByteArray();
          default -> Samples.body("text" + random.nextInt(50)).getBytes(UTF_8);
        };
    int mutations = random.nextInt(4);
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

  private static <T> T oneOf(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
