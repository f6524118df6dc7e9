package dev.quittance.embedded;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits until a child process answers over HTTP. */
final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Readiness() {}

  /**
   * Sends the request again and again until its answer is accepted.
   *
   * @throws EmbeddedPartFailed when the process ends, or does not answer in time
   */
  static void await(
      ChildProcess child,
      HttpRequest request,
      Duration timeout,
      Predicate<HttpResponse<String>> accepted) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!answers(client, request, accepted)) {
        child.exitCode().ifPresent(code -> failed(child, "it ended with exit code " + code));
        if (System.nanoTime() - deadline > 0) {
          failed(child, "it was not ready within " + timeout.toSeconds() + " s");
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(child, "the start was interrupted");
    }
  }

  private static boolean answers(
      HttpClient client, HttpRequest request, Predicate<HttpResponse<String>> accepted)
      throws InterruptedException {
    try {
      return accepted.test(client.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private static void failed(ChildProcess child, String what) {
    throw new EmbeddedPartFailed(
        child.spec().part(),
        what,
        "The end of the log says why; then start again.",
        child.spec().logFile(),
        null);
  }
}
