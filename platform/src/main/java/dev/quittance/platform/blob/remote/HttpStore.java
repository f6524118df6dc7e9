package dev.quittance.platform.blob.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.blob.BlobStoreUnavailable;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * AgentL2's HTTP storage: {@code POST endpoint} with a bearer token answers {@code {"uri": "…"}},
 * and a {@code GET} of that gives the payload back.
 *
 * <p>The token goes to the endpoint's own origin only, whatever URI the store names.
 */
public final class HttpStore implements RemoteStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ID_BYTES = 8;

  private final URI endpoint;
  private final Optional<String> token;
  private final PatientHttp http;

  /** A store at an endpoint, with its bearer token if it asks for one. */
  public HttpStore(URI endpoint, Optional<String> token, Patience patience) {
    this.endpoint = endpoint;
    this.token = token;
    this.http = new PatientHttp(name(), patience);
  }

  @Override
  public String name() {
    return "the HTTP store " + ShownUrl.of(endpoint.toString());
  }

  @Override
  public String id() {
    byte[] hash = Sha256.hash(endpoint.toString().getBytes(StandardCharsets.UTF_8)).toByteArray();
    return "http-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }

  @Override
  public URI store(Bytes32 sha256, byte[] payload) {
    String what = "store " + sha256;
    HttpRequest request =
        request(endpoint)
            .header(
                "Content-Type", isJson(payload) ? "application/json" : "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload))
            .build();
    PatientHttp.Answer answer = http.send(request, what);
    if (!answer.isSuccess()) {
      throw refused(what, answer.status());
    }
    return uri(sha256, answer.body());
  }

  @Override
  public Optional<Bytes> fetch(Bytes32 sha256, URI uri) {
    String what = "read " + sha256 + " at " + uri;
    PatientHttp.Answer answer = http.send(request(uri).GET().build(), what);
    if (answer.status() == 404 || answer.status() == 410) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw refused(what, answer.status());
    }
    return Optional.of(answer.body());
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (isOfEndpoint(uri)) {
      token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    }
    return request;
  }

  private boolean isOfEndpoint(URI uri) {
    return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && endpoint.getPort() == uri.getPort();
  }

  private URI uri(Bytes32 sha256, Bytes body) {
    String named;
    try {
      JsonNode answer = JSON.readTree(body.toByteArray());
      named = answer.path("uri").isTextual() ? answer.path("uri").textValue() : "";
    } catch (IOException e) {
      throw wrong(sha256, "it answers with no JSON");
    }
    try {
      URI uri = endpoint.resolve(new URI(named));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!named.isEmpty() && uri.getHost() != null && scheme.matches("https?")) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      throw wrong(sha256, "it answers with a uri that is none: " + named);
    }
    throw wrong(sha256, "it answers without an http or https uri");
  }

  private UncheckedIOException wrong(Bytes32 sha256, String why) {
    return new UncheckedIOException(
        name() + " can't store " + sha256,
        new IOException(why + "; expected {\"uri\": \"https://…\"}"));
  }

  /** A token or an endpoint that is wrong is for a person to put right, and passes so. */
  private BlobStoreUnavailable refused(String what, int status) {
    return new BlobStoreUnavailable(
        name() + " refuses to " + what,
        new IOException(
            "it answers with status " + status + "; check blobs.url and blobs.tokenFile"));
  }

  private static boolean isJson(byte[] payload) {
    try {
      return !JSON.readTree(payload).isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }
}
