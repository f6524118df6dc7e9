package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.outbox.Outbox;
import dev.quittance.platform.chain.outbox.OutboxLoop;
import dev.quittance.platform.chain.outbox.OutboxWork;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.platform.kafka.TopicJournal;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * Anchors the log's periods: {@code anchors} → the ReceiptAnchor contract → {@code anchor-status}.
 *
 * <p>Each record is first recomputed from {@code receipts} and looked up on the chain; where the
 * topic or the chain contradicts it, the client halts and says so, and sends nothing more until it
 * is started again. Of several processes one leads and the others stand by; one that begins fences
 * the one before by its transactional id. All that it knows stands on topics and on the chain, so
 * it goes on where another stopped; what the chain knows is enough even where {@code anchor-status}
 * is lost. One thread of its own.
 */
public final class AnchorClient implements RunningStage {
  /** Its name, also in its transactional id. */
  public static final String NAME = "anchor-client";

  /** What it reads and writes. */
  static final StageAccess ACCESS =
      StageAccess.none()
          .following(Topics.ANCHORS, Topics.ANCHOR_STATUS, Topics.RECEIPTS)
          .appending(Topics.ANCHOR_STATUS)
          .inTransactionsOf(NAME);

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int SAMPLED_ONE_IN = 16;

  private final AnchorProgress progress = new AnchorProgress();
  private final StageContext context;
  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final UnaryOperator<OutboxWork<Long>> around;
  private final OutboxLoop<Long> loop;

  private AnchorClient(StageContext context, UnaryOperator<OutboxWork<Long>> around) {
    ChainEndpoint chain = context.chain();
    TransactionSigner signer = new TransactionSigner(context.keys().operator(), chain.chainId());
    this.context = context;
    this.around = around;
    progress.bindTo(context.meters());
    this.loop =
        OutboxLoop.start(
            new OutboxLoop.Settings(NAME, chain, signer, Outbox.Limits.DEFAULT, INTERVAL),
            Leadership.join(
                context.kafka(),
                context.streams().applicationId(NAME),
                context.streams().instanceId(),
                Topics.ANCHORS.name()),
            this::open,
            context.onFailure());
  }

  /**
   * Starts it; the chain and the brokers need not answer yet.
   *
   * @throws IllegalStateException if the log's rules name a schema that this build does not know
   */
  public static AnchorClient start(StageContext context) {
    return start(context, UnaryOperator.identity());
  }

  /** Starts it with something around its work, which sees each step. */
  static AnchorClient start(StageContext context, UnaryOperator<OutboxWork<Long>> around) {
    return new AnchorClient(context, around);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether it has read its journal back, reaches the chain and has not halted. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  /** The last period whose anchor is final, as are all before it. */
  public OptionalLong finalSeq() {
    return progress.settled().last();
  }

  /** Why it anchors nothing more; empty when all is well. */
  public Optional<String> halted() {
    return loop.halted();
  }

  @Override
  public void close() {
    loop.close();
  }

  private OutboxWork<Long> open(ChainRpc rpc, BooleanSupplier isStopping) {
    AnchorStatuses statuses = new AnchorStatuses(progress.settled());
    // The journal comes first: then nothing that an older client still writes can be committed.
    TopicJournal<AnchorStatusRecord> journal =
        new TopicJournal<>(
            context.kafka(),
            context.serdes(),
            Topics.ANCHOR_STATUS,
            context.streams().applicationId(NAME));
    try (var written =
        new TopicFollower<>(context.kafka(), context.serdes(), Topics.ANCHOR_STATUS)) {
      written.readToEnd(
          record -> {
            statuses.fold(record);
            if (record.getBody() instanceof AnchorFinal) {
              progress.finalAt(written.appendTimeMs());
            }
          },
          isStopping);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    Address anchor = context.chain().anchor();
    return around.apply(
        new AnchorWork(
            new AnchorView(rpc, anchor),
            anchor,
            new AnchorWork.Parts(
                statuses,
                progress,
                journal,
                new TopicFollower<>(context.kafka(), context.serdes(), Topics.ANCHORS),
                selfCheck(isStopping),
                new AnchorRevert(rpc, context.keys().operator().address()))));
  }

  private SelfCheck selfCheck(BooleanSupplier isStopping) {
    return new SelfCheck(
        () -> replay(SignatureCheck.sampled(signatures, SAMPLED_ONE_IN)),
        () -> replay(SignatureCheck.always(signatures)),
        isStopping);
  }

  private ReceiptReplay replay(SignatureCheck check) {
    return new ReceiptReplay(
        context.kafka().follower(), context.line().epochs(), signatures, check);
  }
}
