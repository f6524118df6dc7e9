package dev.quittance.line;

import dev.quittance.anchorer.AnchorerStage;
import dev.quittance.anchorer.client.AnchorClientStage;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.handover.HandoverResult;
import dev.quittance.platform.chain.handover.OperatorHandover;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.TopicDeployment;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.prover.signing.SigningWorker;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.EpochHandover;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.EpochTopics;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives a line that stands still another operator's key: ends the log's epoch, hands the contracts
 * over, and begins the next epoch.
 *
 * <p>In this order: the open period is closed at once and anchored by the old key; the new epoch's
 * topic is made; the new rules are published with a handover that both keys sign; anchor and vault
 * change hands. It may be cut off anywhere, and the next try does what is missing. Until the rules
 * are published the line can be started as it was. The contracts come last: should they change
 * hands before the log does, a line that is started as it was would close periods that nobody can
 * anchor. Blocking.
 */
public final class OperatorRotation {
  private static final Duration PATIENCE_WITH_SESSIONS = Duration.ofSeconds(90);

  private final Settings settings;
  private final Map<String, String> environment;
  private final Signer next;
  private final Consumer<String> steps;
  private final BooleanSupplier isStopping;

  /**
   * A rotation; nothing is done yet.
   *
   * @param next the new operator's key, which has money for gas
   * @param steps told what is being done, in words
   * @param isStopping asked while it waits
   */
  public OperatorRotation(
      Settings settings,
      Map<String, String> environment,
      Signer next,
      Consumer<String> steps,
      BooleanSupplier isStopping) {
    this.settings = settings;
    this.environment = environment;
    this.next = next;
    this.steps = steps;
    this.isStopping = isStopping;
  }

  /**
   * What it came to.
   *
   * @param previous the old operator
   * @param epoch the new epoch
   * @param transactions those of the contracts' handover, in order
   */
  public record Rotated(Address previous, LogEpoch epoch, List<Bytes32> transactions) {
    /** Copies the list. */
    public Rotated {
      transactions = List.copyOf(transactions);
    }
  }

  /**
   * Does it, or what an earlier try has left, in a minute or so and the time that the chain takes
   * to make an anchor final.
   *
   * @return empty when it was stopped before the end
   * @throws LineProblem if it can't be done; says what to do
   * @throws IOException if a broker, the registry or the chain can't be used
   */
  public Optional<Rotated> run() throws IOException, InterruptedException {
    Instance instance = Instance.of(settings);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    try (var _ = InstanceLock.take(instance, LineStages.KNOWN);
        OpenLine line = OpenLine.open(settings, environment, problem -> failure.set(problem))) {
      if (hasBegun(line)) {
        return Optional.of(finish(line));
      }
      requireCurrent(line);
      requireStandstill(line);
      requireAllSigned(line.context());
      StageContext context = line.context();
      // A try that was cut off late has ended it, and the old key can't anchor any more.
      Optional<EndedEpoch> ended =
          EndedEpoch.atRest(context.kafka(), context.serdes(), context.line().epoch());
      if (ended.isEmpty()) {
        ended = end(context, failure);
      }
      if (ended.isEmpty()) {
        return Optional.empty();
      }
      requireAtRest(context, ended.get());
      return Optional.of(begin(line, ended.get()));
    }
  }

  /** Whether an earlier try has published the new rules. */
  private boolean hasBegun(OpenLine line) {
    List<LogEpoch> epochs = line.log().epochs().all();
    return epochs.size() > 1 && epochs.getLast().rules().operator().equals(next.address());
  }

  private Rotated finish(OpenLine line) throws IOException, InterruptedException {
    List<LogEpoch> epochs = line.log().epochs().all();
    LogEpoch before = epochs.get(epochs.size() - 2);
    requireHeld(line, before.rules().operator());
    // It may have been started since with either key, and then sends transactions from it.
    requireStandstill(line);
    return rotated(line, epochs.getLast());
  }

  private void requireCurrent(OpenLine line) {
    Address operator = line.log().rules().operator();
    if (operator.equals(next.address())) {
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "%s is the operator already".formatted(operator),
          "Give the seed of another one.");
    }
    requireHeld(line, operator);
  }

  private static void requireHeld(OpenLine line, Address previous) {
    Address held = line.context().keys().operator().address();
    if (!held.equals(previous)) {
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "the operator before is %s, and the settings have the key of %s"
              .formatted(previous, held),
          "Name its seed in the settings, as keys.operator or keys.seed: both keys take part.");
    }
  }

  private void requireStandstill(OpenLine line) throws InterruptedException {
    steps.accept("waiting until no stage of the line has a member in its groups");
    RunningProcesses.requireNone(line.context().kafka(), settings.line(), PATIENCE_WITH_SESSIONS);
  }

  /** A number that is given out and not in the log would be a gap for ever. */
  private static void requireAllSigned(StageContext context) {
    PendingRequests pending =
        new PendingRequests(
            context.kafka(),
            context.serdes(),
            context.streams().applicationId(SigningWorker.GROUP));
    for (int lane = 0; lane < context.line().lanes(); lane++) {
      if (!pending.lastSeqs(lane).isEmpty()) {
        throw new LineProblem(
            LineProblem.Kind.NOT_SET_UP,
            "lane %d has receipts that wait for the remote signer".formatted(lane),
            "Run the prover alone until /health/ready names none that wait, and try again.");
      }
    }
  }

  private Optional<EndedEpoch> end(StageContext context, AtomicReference<Throwable> failure)
      throws IOException {
    Instant since = Instant.now();
    BooleanSupplier isOver = () -> isStopping.getAsBoolean() || failure.get() != null;
    try (RunningStage _ = AnchorerStage.ending(since, new AnchorClientStage()).start(context)) {
      steps.accept("closing the open period");
      Optional<EndedEpoch> ended =
          EndedEpoch.await(context.kafka(), context.serdes(), since.getEpochSecond(), isOver);
      if (ended.isPresent()) {
        steps.accept(
            "waiting until the anchor of period %d is final".formatted(ended.get().lastPeriod()));
      }
      ended = ended.filter(it -> it.awaitFinal(context.kafka(), context.serdes(), isOver));
      Throwable problem = failure.get();
      if (problem != null) {
        throw new IOException("the log could not be closed: " + problem.getMessage(), problem);
      }
      return ended;
    }
  }

  private static void requireAtRest(StageContext context, EndedEpoch ended) throws IOException {
    List<String> leftOver =
        ended.leftOver(context.kafka(), context.serdes(), context.line().epoch());
    if (!leftOver.isEmpty()) {
      throw new LineProblem(
          LineProblem.Kind.FAILED,
          "records came after the last close: " + String.join("; ", leftOver),
          "If a prover runs still, stop it. Try again: another period is closed then.");
    }
  }

  private Rotated begin(OpenLine line, EndedEpoch ended) throws IOException {
    LogEpoch before = line.log().epochs().newest();
    Topic<ReceiptsRecord> topic = EpochTopics.of(before.rules().epoch() + 1);
    steps.accept("making topic " + topic.name());
    TopicDeployment topics = SettingsWiring.topicDeployment(settings);
    topics.applyEpoch(topic);
    LogRules rules = rules(before.rules(), topic.name(), topics.schemaId(topic));
    UUID topicId = LogDeployment.topicId(line.context().kafka(), topic.name());
    LogEpoch epoch = new LogEpoch(rules, topicId, ended.lastPeriod() + 1, ended.end());
    steps.accept("publishing the rules of epoch " + rules.epoch());
    LogDeployment.publishNext(
        line.context().kafka(),
        line.context().serdes(),
        line.log(),
        new PublishedEpoch(
            epoch,
            line.log().verifierKey(),
            Optional.of(handover(before, epoch, line.context().keys().operator()))));
    return rotated(line, epoch);
  }

  private Rotated rotated(OpenLine line, LogEpoch epoch) throws IOException {
    Signer previous = line.context().keys().operator();
    return new Rotated(previous.address(), epoch, handOverContracts(line, previous));
  }

  private LogRules rules(LogRules before, String topic, int schemaId) {
    AcceptedSchema current =
        new AcceptedSchema(schemaId, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()));
    return new LogRules(
        before.origin(),
        before.epoch() + 1,
        before.domain(),
        topic,
        before.partitions(),
        List.of(current),
        next.address(),
        before.schedule());
  }

  private SignedEpochHandover handover(LogEpoch before, LogEpoch epoch, Signer previous) {
    EpochHandover handover =
        new EpochHandover(
            epoch.identity().logId(),
            before.rules().rulesHash(),
            epoch.rules().rulesHash(),
            epoch.topicId(),
            epoch.firstPeriod(),
            epoch.firstStart());
    return new SignedEpochHandover(
        handover, previous.sign(handover.digest()), next.sign(handover.digest()));
  }

  private List<Bytes32> handOverContracts(OpenLine line, Signer previous) throws IOException {
    var chain = line.context().chain();
    List<Bytes32> transactions = new ArrayList<>();
    try (ChainRpc rpc = ChainRpc.at(chain.rpcUrls(), chain.confirmations())) {
      OperatorHandover handover = new OperatorHandover(rpc, chain.chainId(), previous, next);
      for (Address contract : List.of(chain.anchor(), chain.vault())) {
        steps.accept("handing over contract " + contract);
        switch (handover.handOver(contract)) {
          case HandoverResult.HandedOver(List<Bytes32> sent) -> transactions.addAll(sent);
          case HandoverResult.AlreadyDone _ -> {}
          case HandoverResult.Refused(String reason) ->
              throw new LineProblem(
                  LineProblem.Kind.FAILED,
                  reason,
                  "Put this right and run the command again: the log is in its new epoch already,"
                      + " and is not anchored until the contracts have changed hands.");
        }
      }
    }
    return transactions;
  }
}
