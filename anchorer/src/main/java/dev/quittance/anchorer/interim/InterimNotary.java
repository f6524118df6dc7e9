package dev.quittance.anchorer.interim;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.TopicJournal;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.InterimHead;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionState;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.LogInterimHeadsRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says every few seconds, in signed notes, how far each open period has come: whoever keeps a note
 * can show a later rewrite of what it covers.
 *
 * <p>It reads what the log's topology commits of its own state, once per commit, so the log itself
 * stays a function of its records. Of several processes one leads and the others stand by; one that
 * begins fences the one before by its transactional id. One thread of its own.
 */
public final class InterimNotary implements RunningStage {
  /** Its name, also in its transactional id. */
  public static final String NAME = "interim-notary";

  /** How often open periods are told, if nothing else is said. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  private static final PartLoop.Settings LOOP =
      new PartLoop.Settings(NAME, "it reads the state of the log", Duration.ofSeconds(15));

  private final Settings settings;
  private final PartLoop loop;

  /**
   * What a notary works with.
   *
   * @param log the log
   * @param noteSeed the Ed25519 seed of its key
   * @param leadership says whether this process is the one that tells; closed with the notary
   * @param transactionalId the same for all notaries of the line
   * @param stateTopic where the log's topology keeps its partitions' state
   * @param interval how often it tells what is new
   */
  public record Settings(
      LogIdentity log,
      Bytes32 noteSeed,
      KafkaAccess kafka,
      RecordSerdes serdes,
      Leadership leadership,
      String transactionalId,
      String stateTopic,
      Duration interval) {}

  private InterimNotary(Settings settings, Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.loop = PartLoop.start(LOOP, settings.leadership(), this::tell, onFailure);
  }

  /**
   * Starts a notary; the brokers need not answer yet.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  public static InterimNotary start(Settings settings, Consumer<Throwable> onFailure) {
    return new InterimNotary(settings, onFailure);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether it tells, or stands by for another that does. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Tells until it is stopped or no longer leads. */
  private void tell(PartLoop part) {
    OpenPeriods periods = new OpenPeriods();
    try (TopicJournal<LogInterimHeadsRecord> journal =
            new TopicJournal<>(
                settings.kafka(),
                settings.serdes(),
                Topics.LOG_INTERIM_HEADS,
                settings.transactionalId());
        StateFollower states =
            new StateFollower(
                settings.kafka(), settings.stateTopic(), settings.log().partitionCount())) {
      if (!states.open(periods, () -> !part.isAtWork())) {
        return;
      }
      part.ready();
      long nextNs = System.nanoTime();
      while (part.isAtWork()) {
        states.poll(periods);
        if (System.nanoTime() - nextNs >= 0) {
          tell(journal, periods);
          nextNs = System.nanoTime() + settings.interval().toNanos();
        }
      }
    }
  }

  private void tell(TopicJournal<LogInterimHeadsRecord> journal, OpenPeriods periods) {
    List<PartitionState> untold = periods.untold();
    if (!untold.isEmpty()) {
      journal.append(untold.stream().map(this::line).toList());
      periods.tell(untold);
    }
  }

  private TopicJournal.Line<LogInterimHeadsRecord> line(PartitionState state) {
    InterimHead head = InterimHead.of(settings.log().origin(), state);
    byte[] key =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
            .putLong(head.period())
            .putInt(head.partition())
            .array();
    return new TopicJournal.Line<>(
        Bytes.wrap(key),
        new LogInterimHeadsRecord(
            new InterimHeadSigned(
                head.period(),
                head.partition(),
                head.size(),
                state.nextOffset(),
                head.sign(settings.noteSeed()))));
  }
}
