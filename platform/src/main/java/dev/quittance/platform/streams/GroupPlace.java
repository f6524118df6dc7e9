package dev.quittance.platform.streams;

import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place that a stream thread has in its stage's consumer group.
 *
 * <p>Members are static, so that a restarted process gets its partitions back. For a thread that is
 * replaced that is a drawback: its replacement has another number, and the broker keeps the place
 * of the dead one, partitions and all, until its session times out.
 */
final class GroupPlace {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPlace.class);
  private static final int TIMEOUT_S = 5;

  private GroupPlace() {}

  /** Gives up the place of a thread that is about to end; without success it is lost in time. */
  static void giveUp(StreamsSettings settings, String stage, Thread thread) {
    String name = thread.getName();
    // Kafka Streams puts the thread's number behind the instance's id.
    String member =
        settings.groupInstanceId(stage) + name.substring(Math.max(0, name.lastIndexOf('-')));
    try (Admin admin = settings.kafka().admin()) {
      admin
          .removeMembersFromConsumerGroup(
              settings.applicationId(stage),
              new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(member))))
          .all()
          .get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.atInfo().addKeyValue("member", member).setCause(e).log("a place in the group is kept");
    }
  }
}
