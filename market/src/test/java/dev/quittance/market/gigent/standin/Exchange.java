package dev.quittance.market.gigent.standin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** One request and its answer, with what goes wrong in between. */
record Exchange(
    Vertx vertx, Gigent gigent, HttpServerRequest request, Faults.Fault fault, long slowMs) {
  private static final int BODY_LIMIT = 10 * 1024 * 1024;
  private static final Answer BROKEN = Answer.error(500, "Internal server error");

  void run(Buffer body) {
    switch (fault) {
      case CUT_BEFORE -> request.connection().close();
      case ERROR_BEFORE -> send(BROKEN);
      case ERROR_AFTER -> {
        answer(body);
        send(BROKEN);
      }
      case CUT_AFTER -> {
        answer(body);
        request.connection().close();
      }
      case TRUNCATED -> {
        Answer whole = answer(body);
        send(new Answer(whole.status(), whole.body().substring(0, whole.body().length() / 2)));
      }
      case SLOW -> vertx.setTimer(Math.max(1, slowMs), _ -> send(answer(body)));
      case NONE -> send(answer(body));
    }
  }

  private Answer answer(Buffer body) {
    if (body.length() > BODY_LIMIT) {
      return Answer.error(413, "request entity too large");
    }
    try {
      return new Routes(gigent, request, body).answer();
    } catch (DecodeException | ClassCastException _) {
      return Answer.error(400, "Invalid JSON");
    }
  }

  /** With Express's weak ETag, and 304 when the client has it already. */
  private void send(Answer answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    Buffer body = Buffer.buffer(answer.body());
    String etag = etag(body);
    response
        .putHeader("X-Powered-By", "Express")
        .putHeader("Access-Control-Allow-Origin", "*")
        .putHeader("ETag", etag);
    boolean isKnown =
        request.method().name().equals("GET")
            && answer.status() == 200
            && etag.equals(request.getHeader("If-None-Match"));
    if (isKnown) {
      response.setStatusCode(304).end();
    } else {
      response
          .setStatusCode(answer.status())
          .putHeader("Content-Type", "application/json; charset=utf-8")
          .end(body);
    }
  }

  private static String etag(Buffer body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(body.getBytes());
      String text = new String(Base64.getEncoder().encode(hash), StandardCharsets.US_ASCII);
      return "W/\"" + Integer.toHexString(body.length()) + "-" + text.substring(0, 27) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
