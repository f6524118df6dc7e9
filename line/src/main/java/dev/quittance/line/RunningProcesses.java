package dev.quittance.line;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.stage.StageAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Which stages of a line run somewhere, as their consumer groups show. Blocking. */
final class RunningProcesses {
  private static final Duration POLL = Duration.ofSeconds(1);

  private RunningProcesses() {}

  /**
   * Waits until no stage of the line has a member left: one that was killed is taken for running
   * until its session ends.
   *
   * @throws LineProblem if some still have after that time; names them
   */
  static void requireNone(KafkaAccess kafka, String line, Duration patience)
      throws InterruptedException {
    long untilNs = System.nanoTime() + patience.toNanos();
    List<String> running = running(kafka, line);
    while (!running.isEmpty() && System.nanoTime() < untilNs) {
      Thread.sleep(POLL);
      running = running(kafka, line);
    }
    if (!running.isEmpty()) {
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "the line is running: its groups %s have members".formatted(String.join(", ", running)),
          "Stop every process of the line, and try again.");
    }
  }

  private static List<String> running(KafkaAccess kafka, String line) throws InterruptedException {
    try (Admin admin = kafka.admin()) {
      Map<String, KafkaFuture<ConsumerGroupDescription>> groups =
          admin.describeConsumerGroups(groups(line)).describedGroups();
      List<String> running = new ArrayList<>();
      for (Map.Entry<String, KafkaFuture<ConsumerGroupDescription>> group : groups.entrySet()) {
        if (hasMembers(group.getValue())) {
          running.add(group.getKey());
        }
      }
      running.sort(null);
      return running;
    } catch (ExecutionException e) {
      throw new LineProblem(
          LineProblem.Kind.FAILED,
          "can't see which stages run: " + e.getCause(),
          "Check that the brokers answer and that this user may describe the line's groups.");
    }
  }

  private static boolean hasMembers(KafkaFuture<ConsumerGroupDescription> group)
      throws ExecutionException, InterruptedException {
    try {
      return !group.get().members().isEmpty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return false;
      }
      throw e;
    }
  }

  /** Those of the topologies, of the parts beside them, and of those who lead. */
  private static TreeSet<String> groups(String line) {
    TreeSet<String> groups = new TreeSet<>();
    for (String stage : LineStages.KNOWN) {
      StageAccess access =
          LineStages.access(LineStages.named(stage, Path.of(""), Settings.Gateway.DEFAULT));
      groups.add(line + "-" + stage);
      access.groups().keySet().stream()
          .filter(name -> !name.endsWith("*"))
          .forEach(name -> groups.add(line + "-" + name));
      access.transactionalIds().forEach(name -> groups.add(line + "-" + name));
    }
    return groups;
  }
}
