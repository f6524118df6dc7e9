package dev.quittance.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code PUT /v1/inputs/{sha256}}: stores one strict JSON value under the hash of its bytes; 201
 * when it is new, 200 when it was there, 507 when there is no room. Hashing and writing happen off
 * the event loop.
 */
final class InputPut implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(InputPut.class);
  private static final Pattern SHA256 = Pattern.compile("(0x)?([0-9a-fA-F]{64})");

  private final Vertx vertx;
  private final BlobStore blobs;

  InputPut(Vertx vertx, BlobStore blobs) {
    this.vertx = vertx;
    this.blobs = blobs;
  }

  /** What came of it. */
  private sealed interface Outcome {
    /** It is stored. */
    record Stored(boolean isNew) implements Outcome {}

    /** It was refused. */
    record Refused(Problem problem) implements Outcome {}
  }

  @Override
  public void handle(RoutingContext request) {
    var hex = SHA256.matcher(String.valueOf(request.pathParam("sha256")));
    if (!hex.matches()) {
      Problem.of(
              400,
              "malformed-hash",
              "Malformed hash",
              "The path ends in the SHA-256 of the body: 64 hex digits, with or without 0x.")
          .answer(request);
      return;
    }
    Hash32 expected = new Hash32("0x" + hex.group(2).toLowerCase(Locale.ROOT));
    byte[] body = Bodies.bytes(request);
    vertx
        .executeBlocking(() -> store(expected, body), false)
        .onFailure(request::fail)
        .onSuccess(outcome -> {
          switch (outcome) {
            case Outcome.Refused(Problem problem) -> problem.answer(request);
            case Outcome.Stored(boolean isNew) -> stored(request, expected, body.length, isNew);
          }
        });
  }

  private Outcome store(Hash32 expected, byte[] body) {
    Hash32 actual = Hash32.sha256(body);
    if (!actual.equals(expected)) {
      return new Outcome.Refused(
          Problem.of(
              422,
              "hash-mismatch",
              "Hash mismatch",
              "The body's SHA-256 is " + actual + "; nothing was stored."));
    }
    return switch (StrictJson.parse(body, Limits.INPUT_BYTES)) {
      case Parsed.Bad<JsonNode>(List<dev.quittance.planning.document.Problem> problems) ->
          new Outcome.Refused(RequestProblems.refusedInput(problems));
      case Parsed.Ok<JsonNode> _ -> put(expected, body);
    };
  }

  private Outcome put(Hash32 hash, byte[] body) {
    try {
      boolean isNew = !blobs.contains(hash.bytes());
      blobs.put(body);
      return new Outcome.Stored(isNew);
    } catch (UncheckedIOException e) {
      LOG.atError().setCause(e).log("an input can't be stored; is the disk full?");
      return new Outcome.Refused(
          Problem.of(
              507,
              "insufficient-storage",
              "Insufficient storage",
              "Inputs can't be stored at present; nothing was stored. Try again later."));
    }
  }

  private static void stored(RoutingContext request, Hash32 sha256, int bytes, boolean isNew) {
    request
        .response()
        .setStatusCode(isNew ? 201 : 200)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("sha256", sha256.hex()).put("bytes", bytes).toBuffer());
  }
}
