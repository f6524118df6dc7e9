package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.acceptance.check.EndChecks;
import dev.quittance.acceptance.line.Guard;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.acceptance.stub.Behaviour;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The line over TLS, each stage under a user of its own that may do what {@code topics apply
 * --acls} prints and nothing else: an authorizer refuses the rest.
 */
@Order(8)
@Tag("long")
class GuardedLineIT {
  @TempDir Path folder;

  @Test
  void printedRightsAreEnoughForEveryStage() throws IOException {
    long seed = Long.getLong("quittance.seed", System.nanoTime());
    Guard guard = Guard.make(folder, new Random(seed));
    try (LineUnderTest line = LineUnderTest.bringUp(folder, seed, Optional.of(guard))) {
      try {
        System.out.println("GuardedLineIT: " + carriesOrdersOut(line));
        writesToNoOthersTopic(line, "planner", Topics.RECEIPTS);
        writesToNoOthersTopic(line, "ingest", Topics.PLANS);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + "\n" + line.said(), e);
      }
    }
  }

  private static EndChecks.Summary carriesOrdersOut(LineUnderTest line) throws IOException {
    WorkOrders orders = new WorkOrders(line.devnet().asset());
    line.capPerDay("1000000000000");
    List<String> placed =
        List.of(
            line.customer().place(orders.inline("I love this sturdy tent."), "guarded-inline"),
            line.customer().place(orders.webhook(Behaviour.ANSWER.word()), "guarded-webhook"),
            line.customer().place(orders.model(Behaviour.ANSWER.word()), "guarded-model"));
    EndChecks.awaitCompleted(line, placed);
    EndChecks.Summary summary = EndChecks.assertHold(line);
    for (StageProcess process : line.processes()) {
      assertThat(process.hasSaid("AuthorizationException")).as(process.tail()).isFalse();
      assertThat(process.stop()).as("exit code of %s", process.instance()).isZero();
    }
    return summary;
  }

  /** Without this, a broker that lets everybody do everything would pass. */
  private static void writesToNoOthersTopic(LineUnderTest line, String stage, Topic<?> topic) {
    try (Producer<byte[], byte[]> producer = line.kafkaOf(stage).producer()) {
      byte[] nothing = new byte[1];
      assertThatThrownBy(
              () -> producer.send(new ProducerRecord<>(topic.name(), nothing, nothing)).get())
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }
}
