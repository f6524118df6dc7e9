package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quittance.anchorer.closer.PeriodCloser;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage on a real broker, stopped and started again in the middle. */
class AnchorerStageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration INTERIM = Duration.ofMillis(100);
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  @TempDir Path directory;

  @Test
  void anchorsWhatAReplayOfTheTopicGivesAndGoesOnAfterARestart() throws Exception {
    try (EmbeddedKafka broker =
        EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode())) {
      LiveLine line = new LiveLine(KafkaAccess.at(broker.bootstrapServers()), directory);
      try (CatalogueFollower catalogue = CatalogueFollower.open(line.kafka(), line.serdes())) {
        StageContext context = line.context(catalogue, failures::add);
        refusesForeignKeys(context);
        try (RunningStage stage = new AnchorerStage(INTERIM).start(context)) {
          line.sendReceipts(5);
          awaitAnchors(line, 2);
          await().atMost(PATIENCE).until(stage::isReady);
        }
        int before = line.anchors().size();
        line.sendReceipts(4);
        try (RunningStage stage = new AnchorerStage(INTERIM).start(context);
            PeriodCloser second = secondCloser(context)) {
          awaitAnchors(line, before + 2);
          await().atMost(PATIENCE).until(stage::isReady);
          await().atMost(PATIENCE).until(second::isReady);
          sendUntilInterimHeadsAreTold(line);
          awaitAccepted(line, line.sentReceipts());
          new PublishedTrees(line, context).hold(PATIENCE);
        }
      }
      List<Bytes> anchors = line.anchors();
      assertThat(anchors).hasSizeGreaterThanOrEqualTo(4);
      assertThat(line.replay().subList(0, anchors.size())).isEqualTo(anchors);
      assertThat(accepted(anchors)).isEqualTo(line.sentReceipts());
      assertThat(failures).isEmpty();
      findsThePublishedLogAgain(line);
      refusesAnotherTopicOfThatName(line);
    }
  }

  private static void refusesForeignKeys(StageContext context) {
    Keyring foreign = Keyring.of(Keyring.newMnemonic(new byte[16]));
    assertThatThrownBy(() -> new AnchorerStage().start(with(context, foreign)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(foreign.operator().address().toString());
  }

  private static StageContext with(StageContext context, Keyring keys) {
    return new StageContext(
        context.line(),
        context.chain(),
        context.streams(),
        context.kafka(),
        context.serdes(),
        context.blobs(),
        context.catalogue(),
        keys,
        context.executors(),
        context.onFailure());
  }

  /** Of another instance: one of the two closes the periods, the other one stands by. */
  private PeriodCloser secondCloser(StageContext context) {
    return PeriodCloser.start(
        new PeriodCloser.Settings(
            context.line().epoch(),
            OptionalLong.empty(),
            context.keys().operator(),
            context.kafka(),
            context.serdes(),
            Leadership.join(
                context.kafka(),
                context.streams().applicationId(AnchorerStage.CLOSER),
                "another",
                Topics.PERIOD_SCHEDULE.name()),
            context.streams().applicationId(AnchorerStage.CLOSER),
            InstantSource.system()),
        failures::add);
  }

  private static void findsThePublishedLogAgain(LiveLine line) throws Exception {
    assertThat(
            LogDeployment.ensure(
                line.kafka(),
                line.serdes(),
                () -> {
                  throw new AssertionError("asked for a new log although one is published");
                }))
        .isEqualTo(line.published());
    assertThat(LogDeployment.read(line.kafka(), line.serdes())).isEqualTo(line.published());
  }

  private static void refusesAnotherTopicOfThatName(LiveLine line) throws Exception {
    line.makeAgain(List.of(Topics.RECEIPTS));
    assertThatThrownBy(() -> LogDeployment.read(line.kafka(), line.serdes()))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(line.published().topicId().toString(), "made again");
  }

  /** A period that is closed before anybody told how far it was has no interim head. */
  private static void sendUntilInterimHeadsAreTold(LiveLine line) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          line.sendReceipts(1);
          return !line.values(Topics.LOG_INTERIM_HEADS).isEmpty();
        });
  }

  private void awaitAnchors(LiveLine line, int count) {
    await().atMost(PATIENCE).until(() -> line.anchors().size() >= count || !failures.isEmpty());
    assertThat(failures).isEmpty();
  }

  private void awaitAccepted(LiveLine line, long receipts) {
    await()
        .atMost(PATIENCE)
        .until(() -> accepted(line.anchors()) == receipts || !failures.isEmpty());
    assertThat(failures).isEmpty();
  }

  private static long accepted(List<Bytes> anchors) {
    return anchors.stream()
        .mapToLong(anchor -> AnchorRecord.decode(anchor).orElseThrow().accepted())
        .sum();
  }
}
