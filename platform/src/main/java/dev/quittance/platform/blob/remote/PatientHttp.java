package dev.quittance.platform.blob.remote;

import dev.quittance.platform.blob.BlobStoreUnavailable;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests that are made again while the other side is out of reach, breaks down (5xx) or has too
 * much to do (429). Answers are bytes of a bounded length and must be whole in time; redirects are
 * not followed. Any number of threads.
 */
final class PatientHttp {
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final String store;
  private final Patience patience;

  /**
   * @param store its name in messages
   */
  PatientHttp(String store, Patience patience) {
    this.store = store;
    this.patience = patience;
  }

  /** An answer that another attempt would not change. */
  record Answer(int status, Bytes body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }
  }

  /** What of an answer means that another attempt may help. */
  @FunctionalInterface
  interface Passing {
    boolean isPassing(Answer answer);
  }

  /**
   * Sends a request until it is answered.
   *
   * @param what is being done, for messages: {@code store 0x…}
   * @throws BlobStoreUnavailable when the last attempt was in vain too
   */
  Answer send(HttpRequest request, String what) {
    return send(request, what, PatientHttp::isPassing);
  }

  /** As {@link #send(HttpRequest, String)}, for a server with failures of its own. */
  Answer send(HttpRequest request, String what, Passing passing) {
    IOException failure = new IOException("no attempt was made");
    for (int attempt = 1; attempt <= patience.attempts(); attempt++) {
      try {
        Answer answer = once(request);
        if (!passing.isPassing(answer)) {
          return answer;
        }
        failure = new IOException("it answers with status " + answer.status());
      } catch (InterruptedIOException e) {
        throw new BlobStoreUnavailable("interrupted: " + store + " was to " + what, e);
      } catch (IOException e) {
        failure = e;
      }
      if (attempt < patience.attempts()) {
        pause(attempt, what);
      }
    }
    throw new BlobStoreUnavailable(store + " can't " + what, failure);
  }

  static boolean isPassing(Answer answer) {
    return answer.status() / 100 == 5 || answer.status() == TOO_MANY_REQUESTS;
  }

  private Answer once(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), patience.answerBytes()));
    try {
      HttpResponse<byte[]> response =
          exchange.get(patience.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), Bytes.wrap(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (TimeoutException e) {
      throw new IOException("no whole answer in " + patience.timeout().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? new IOException(String.valueOf(cause.getMessage()), cause)
          : new IOException("the request failed", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private void pause(int attempt, String what) {
    try {
      Thread.sleep(patience.pauseAfter(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobStoreUnavailable(
          "interrupted: " + store + " was to " + what, new InterruptedIOException("interrupted"));
    }
  }
}
