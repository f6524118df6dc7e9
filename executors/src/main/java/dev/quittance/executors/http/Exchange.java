package dev.quittance.executors.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import org.jspecify.annotations.Nullable;

/**
 * One request under way: collects the answer's body up to a limit, and can be called off.
 *
 * <p>It is the request's body codec because that is the one object of ours that accompanies a
 * request through the web client. Written on the event loop, called off from the caller's thread.
 */
final class Exchange implements BodyCodec<Buffer>, BodyStream<Buffer> {
  private final int maxBytes;
  private final Buffer body = Buffer.buffer();
  private final Promise<Buffer> result = Promise.promise();
  private @Nullable HttpClientRequest request;
  private boolean calledOff;
  private boolean tooLarge;

  Exchange(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A connection was found; false when nobody wants the request any more. */
  synchronized boolean started(HttpClientRequest started) {
    // what ends the request fails the caller's future too; without a handler it would be logged
    started.exceptionHandler(_ -> {});
    request = started;
    return !calledOff;
  }

  /** Ends the request and gives its connection up, now or as soon as it has one. */
  synchronized void callOff() {
    calledOff = true;
    if (request != null) {
      request.reset();
    }
  }

  /** Whether the request may have left. */
  synchronized boolean sent() {
    return request != null;
  }

  synchronized boolean tooLarge() {
    return tooLarge;
  }

  @Override
  public BodyStream<Buffer> stream() {
    return this;
  }

  @Override
  public Future<Void> write(Buffer chunk) {
    if (body.length() + chunk.length() > maxBytes) {
      synchronized (this) {
        tooLarge = true;
      }
      callOff();
      return Future.failedFuture("answer longer than " + maxBytes + " bytes");
    }
    body.appendBuffer(chunk);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    result.tryComplete(body);
    return Future.succeededFuture();
  }

  @Override
  public Future<Buffer> result() {
    return result.future();
  }

  @Override
  public void handle(Throwable failure) {
    result.tryFail(failure);
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}
