package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * Whether the brokers answer: asked first, since clients wait long for brokers that are not there.
 */
final class Brokers {
  private static final int TIMEOUT_S = 15;

  private Brokers() {}

  /** Fails with what to do when they don't. */
  static void requireReachable(Settings settings) {
    count(settings);
  }

  /** How many there are. */
  static int count(Settings settings) {
    return ask(settings, admin -> admin.describeCluster().nodes()).size();
  }

  /** The names of all topics. */
  static Set<String> topics(Settings settings) {
    return ask(settings, admin -> admin.listTopics().names());
  }

  /** The names of all topics that a line needs, those for dead letters included. */
  static Set<String> topicsOfLine() {
    Set<String> names = new TreeSet<>();
    Topics.all().forEach(topic -> names.add(topic.name()));
    Topics.withDeadLetters().forEach(topic -> names.add(topic.deadLetterName()));
    Topics.withRedrive().forEach(topic -> names.add(topic.redriveName()));
    return names;
  }

  /** The names of the topics that a stage needs, those of its dead letters included. */
  static Set<String> topicsOf(StageAccess access) {
    Set<String> names = new TreeSet<>();
    access.topics().forEach(topic -> names.add(topic.name()));
    Topics.withDeadLetters().stream()
        .filter(topic -> access.consumes().contains(topic))
        .forEach(topic -> names.add(topic.deadLetterName()));
    access.redriven().forEach(topic -> names.add(topic.redriveName()));
    return names;
  }

  /** Fails with what to do when one of these topics is missing. */
  static void requireTopics(Settings settings, Collection<String> names) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(topics(settings));
    if (!missing.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "these topics are missing: " + String.join(", ", missing),
          "Create them with 'quittance topics apply'.");
    }
  }

  private static <T> T ask(Settings settings, Function<Admin, KafkaFuture<T>> question) {
    try {
      Admin admin = SettingsWiring.kafkaAccess(settings).admin();
      try {
        return question.apply(admin).get(TIMEOUT_S, TimeUnit.SECONDS);
      } finally {
        // Closing without a limit would wait for the very call that got no answer.
        admin.close(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(settings, "interrupted");
    } catch (TimeoutException _) {
      throw unreachable(settings, "no answer in " + TIMEOUT_S + " s");
    } catch (ExecutionException e) {
      throw unreachable(settings, String.valueOf(e.getCause()));
    } catch (KafkaException e) {
      throw unreachable(settings, e.getCause() == null ? e.toString() : e.getCause().toString());
    }
  }

  private static CommandFailure unreachable(Settings settings, String reason) {
    return new CommandFailure(
        ExitCode.USAGE,
        "the brokers %s can't be asked: %s"
            .formatted(settings.kafka().client().get("bootstrap.servers"), reason),
        "Check kafka.bootstrap.servers in the settings, and that the cluster is up.");
  }
}
