package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.LineFolder;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.StageProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Watches what becomes of the partitions that a process had when it died: somebody else must get
 * them, and go on behind what it had committed.
 */
public final class Takeover {
  /** A partition in the hands of a consumer group. */
  private record Work(String group, TopicPartition partition) {}

  private final Admin admin;
  private final String instance;
  private final Map<Work, Long> committedThen;
  private final long begun = System.nanoTime();
  private double handedOverS = -1;
  private double movedS = -1;

  private Takeover(Admin admin, String instance, Map<Work, Long> committedThen) {
    this.admin = admin;
    this.instance = instance;
    this.committedThen = committedThen;
  }

  /** Looks at what a process has, and kills it. */
  public static Takeover kill(LineUnderTest line, Admin admin, StageProcess process) {
    Takeover before = new Takeover(admin, process.instance(), new HashMap<>());
    Set<Work> owned = before.owned(member -> isOf(member, process.instance()));
    process.kill();
    Map<Work, Long> committed = new HashMap<>();
    owned.forEach(work -> committed.put(work, before.committed(work)));
    if (committed.isEmpty()) {
      throw new AssertionError(process.instance() + " had no partitions\n" + line.said());
    }
    return new Takeover(admin, process.instance(), committed);
  }

  /** Whether others have all of its partitions and one of them has moved. */
  public boolean isDone() {
    if (handedOverS < 0
        && owned(member -> !isOf(member, instance)).containsAll(committedThen.keySet())) {
      handedOverS = seconds();
    }
    if (movedS < 0
        && committedThen.entrySet().stream()
            .anyMatch(then -> committed(then.getKey()) > then.getValue())) {
      movedS = seconds();
    }
    return handedOverS >= 0 && movedS >= 0;
  }

  @Override
  public String toString() {
    return "%-12s %2d partitions: others have them after %4.1f s, their lag moves after %4.1f s"
        .formatted(instance, committedThen.size(), handedOverS, movedS);
  }

  private interface MemberFilter {
    boolean test(MemberDescription member);
  }

  private Set<Work> owned(MemberFilter filter) {
    Set<Work> owned = new HashSet<>();
    for (ConsumerGroupDescription group : groups().values()) {
      for (MemberDescription member : group.members()) {
        if (filter.test(member)) {
          member
              .assignment()
              .topicPartitions()
              .forEach(partition -> owned.add(new Work(group.groupId(), partition)));
        }
      }
    }
    return owned;
  }

  private Map<String, ConsumerGroupDescription> groups() {
    try {
      var names =
          admin.listGroups().all().get().stream()
              .map(group -> group.groupId())
              .filter(name -> name.startsWith(LineFolder.LINE + "-"))
              .toList();
      return admin.describeConsumerGroups(names).all().get();
    } catch (ExecutionException e) {
      throw new AssertionError("can't look at the consumer groups", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private long committed(Work work) {
    try {
      return Optional.ofNullable(
              admin
                  .listConsumerGroupOffsets(work.group())
                  .partitionsToOffsetAndMetadata()
                  .get()
                  .get(work.partition()))
          .map(OffsetAndMetadata::offset)
          .orElse(0L);
    } catch (ExecutionException e) {
      throw new AssertionError("can't look at the offsets of " + work, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static boolean isOf(MemberDescription member, String instance) {
    return (member.groupInstanceId().orElse("") + "-").startsWith(instance + "-");
  }

  private double seconds() {
    return (System.nanoTime() - begun) / 1e9;
  }
}
