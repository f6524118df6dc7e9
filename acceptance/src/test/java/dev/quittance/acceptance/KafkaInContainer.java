package dev.quittance.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A Kafka broker in a container, where an engine and an image can be had. */
final class KafkaInContainer {
  /** System property with the name of the image, set by the build. */
  private static final String IMAGE = "quittance.kafka.image";

  private KafkaInContainer() {}

  /**
   * Starts one. Without an engine or the image the test is skipped and says why; a broker that does
   * not come up fails it.
   */
  static KafkaContainer startOrSkip() {
    requireEngine();
    String image = System.getProperty(IMAGE);
    KafkaContainer kafka =
        new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"))
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    try {
      kafka.start();
      return kafka;
    } catch (RuntimeException e) {
      kafka.stop();
      if (isUnfetched(e)) {
        skip("the image " + image + " is not here and can't be fetched; set -D" + IMAGE, e);
      }
      throw e;
    }
  }

  private static void requireEngine() {
    try {
      DockerClientFactory.instance().client();
    } catch (IllegalStateException e) {
      skip("no Docker engine answers; start one, or set DOCKER_HOST", e);
    } catch (ContainerFetchException e) {
      skip("Testcontainers' own image can't be had; set TESTCONTAINERS_RYUK_DISABLED=true", e);
    }
  }

  private static boolean isUnfetched(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ContainerFetchException) {
        return true;
      }
    }
    return false;
  }

  /** Says it on standard error too: a build's summary shows the number of skipped tests alone. */
  private static void skip(String reason, Throwable cause) {
    String message = "SKIPPED, tests on containers: " + reason + " (" + cause.getMessage() + ")";
    System.err.println(message);
    abort(message);
  }
}
