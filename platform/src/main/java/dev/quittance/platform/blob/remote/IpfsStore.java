package dev.quittance.platform.blob.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.blob.BlobStoreUnavailable;
import dev.quittance.platform.blob.ipfs.Cid;
import dev.quittance.platform.blob.ipfs.UnixFs;
import dev.quittance.platform.blob.remote.PatientHttp.Answer;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPFS node by its RPC (kubo, {@code /api/v0}): payloads are pinned there, under identifiers
 * that are computed here.
 *
 * <p>A payload of one chunk is one raw block, so its identifier follows of its SHA-256; a larger
 * one is a file as {@code ipfs add --cid-version=1} makes it. What the node calls it must be the
 * same.
 */
public final class IpfsStore implements RemoteStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEME = "ipfs";
  private static final Pattern ABSENT =
      Pattern.compile("not found|could not find|no link named", Pattern.CASE_INSENSITIVE);

  /** How a large payload becomes a file, whatever the node does by default. */
  private static final String FILE =
      "cid-version=1&raw-leaves=true&hash=sha2-256&chunker=size-"
          + UnixFs.CHUNK_BYTES
          + "&pin=true&progress=false";

  private static final String BLOCK = "cid-codec=raw&mhtype=sha2-256&mhlen=32&pin=true";

  private final URI node;
  private final Optional<String> token;
  private final Patience patience;
  private final PatientHttp http;

  /**
   * A node.
   *
   * @param node where its RPC listens, such as {@code http://127.0.0.1:5001}
   * @param token bearer token, for a node behind a guard
   */
  public IpfsStore(URI node, Optional<String> token, Patience patience) {
    this.node = node;
    this.token = token;
    this.patience = patience;
    this.http = new PatientHttp(name(), patience);
  }

  @Override
  public String name() {
    return "the IPFS node " + ShownUrl.of(node.toString());
  }

  @Override
  public String id() {
    return SCHEME;
  }

  @Override
  public URI store(Bytes32 sha256, byte[] payload) {
    Cid cid = UnixFs.cid(payload);
    boolean isBlock = cid.codec() == Cid.Codec.RAW;
    MultipartFile form = new MultipartFile(isBlock ? "data" : "file", payload);
    String what = "store " + sha256;
    HttpRequest request =
        request(isBlock ? "block/put?" + BLOCK : "add?" + FILE)
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArrays(form.parts()))
            .build();
    Answer answer = http.send(request, what);
    if (!answer.isSuccess()) {
      throw refused(what, answer);
    }
    String named = last(answer, sha256).path(isBlock ? "Key" : "Hash").asText();
    if (!named.equals(cid.toString())) {
      throw new UncheckedIOException(
          name() + " stored " + sha256 + " as " + named,
          new IOException("its identifier is " + cid + "; the node stored something else"));
    }
    return uri(cid);
  }

  @Override
  public Optional<Bytes> fetch(Bytes32 sha256, URI uri) {
    String cid = uri.getSchemeSpecificPart().replaceFirst("^//", "");
    if (!SCHEME.equals(uri.getScheme()) || Cid.parse(cid).isEmpty()) {
      throw new UncheckedIOException(
          name() + " can't read " + sha256 + " at " + uri,
          new IOException("expected ipfs:// and a version 1 identifier in base32"));
    }
    String what = "read " + sha256 + " at " + uri;
    String timeout = Math.max(1, patience.timeout().toSeconds()) + "s";
    HttpRequest request =
        request("cat?arg=" + cid + "&timeout=" + timeout).POST(BodyPublishers.noBody()).build();
    Answer answer =
        http.send(
            request, what, failed -> PatientHttp.isPassing(failed) && !saysThatThereIsNone(failed));
    if (saysThatThereIsNone(answer)) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw refused(what, answer);
    }
    return Optional.of(answer.body());
  }

  private static URI uri(Cid cid) {
    return URI.create(SCHEME + "://" + cid);
  }

  private HttpRequest.Builder request(String call) {
    String base = node.toString().replaceFirst("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v0/" + call));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /** Answers are lines of JSON: the last one of a file is the file's. */
  private JsonNode last(Answer answer, Bytes32 sha256) {
    JsonNode last = JSON.missingNode();
    try (MappingIterator<JsonNode> lines =
        JSON.readerFor(JsonNode.class).readValues(answer.body().toByteArray())) {
      while (lines.hasNextValue()) {
        last = lines.nextValue();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          name() + " can't store " + sha256, new IOException("it answers with no JSON", e));
    }
    return last;
  }

  /** The node has one status, 500, for all that can go wrong. */
  private static boolean saysThatThereIsNone(Answer answer) {
    return answer.status() == 500 && ABSENT.matcher(message(answer)).find();
  }

  private static String message(Answer answer) {
    try {
      return JSON.readTree(answer.body().toByteArray()).path("Message").asText();
    } catch (IOException e) {
      return new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
    }
  }

  private BlobStoreUnavailable refused(String what, Answer answer) {
    String said = message(answer).strip().toLowerCase(Locale.ROOT);
    return new BlobStoreUnavailable(
        name() + " refuses to " + what,
        new IOException(
            "it answers with status %d (%s); check blobs.url and blobs.tokenFile"
                .formatted(answer.status(), said.isEmpty() ? "without a word" : said)));
  }
}
