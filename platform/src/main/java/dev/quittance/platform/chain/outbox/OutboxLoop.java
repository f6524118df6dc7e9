package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs an {@link Outbox}: looks, decides, commits, broadcasts, again and again. One thread of its
 * own.
 *
 * <p>Of several processes one sends and the others stand by. A chain that can't be reached is
 * waited for. A journal that can't be reached, or was taken over, is opened and read back again.
 *
 * @param <K> type of a job's id
 */
public final class OutboxLoop<K> implements RunningStage {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final WorkSource<K> source;
  private final PartLoop loop;
  private volatile Optional<String> halted = Optional.empty();

  /**
   * How a loop runs.
   *
   * @param name of its thread and in its log lines
   * @param chain its endpoints
   * @param signer the outbox's key
   * @param limits how much is in flight
   * @param interval between looks at the chain
   */
  public record Settings(
      String name,
      ChainEndpoint chain,
      TransactionSigner signer,
      Outbox.Limits limits,
      Duration interval) {}

  /** Opens the work: takes its journal over from whoever had it, and reads it back. */
  @FunctionalInterface
  public interface WorkSource<K> {
    /**
     * Opens it, in the loop's thread.
     *
     * @param rpc the loop's connection to the chain
     * @param isStopping whether what takes long should be given up
     */
    OutboxWork<K> open(ChainRpc rpc, BooleanSupplier isStopping);
  }

  private OutboxLoop(
      Settings settings,
      Leadership leadership,
      WorkSource<K> source,
      Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.source = source;
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(settings.name(), "it reads its journal back", CLOSE_TIMEOUT),
            leadership,
            this::lead,
            onFailure);
  }

  /**
   * Starts a loop.
   *
   * @param leadership says whether this process is the one that sends; closed with the loop
   * @param onFailure told once, from the loop's thread, when it has stopped for good
   */
  public static <K> OutboxLoop<K> start(
      Settings settings,
      Leadership leadership,
      WorkSource<K> source,
      Consumer<Throwable> onFailure) {
    return new OutboxLoop<>(settings, leadership, source, onFailure);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Whether it has read its journal back, reaches the chain and has not halted. */
  @Override
  public Readiness readiness() {
    return halted
        .map(reason -> Readiness.notReady("it is halted: " + reason))
        .orElseGet(loop::readiness);
  }

  /** Why it sends nothing more; empty when all is well. */
  public Optional<String> halted() {
    return halted;
  }

  @Override
  public void close() {
    loop.close();
  }

  private void lead(PartLoop part) {
    try (ChainRpc rpc = ChainRpc.at(settings.chain().rpcUrls(), settings.chain().confirmations());
        OutboxWork<K> work = source.open(rpc, part::isStopping)) {
      pass(part, rpc, work);
    }
  }

  private void pass(PartLoop part, ChainRpc rpc, OutboxWork<K> work) {
    OutboxStep<K> step = new OutboxStep<>(settings, rpc, work);
    ChainOutage outage = new ChainOutage(settings.name(), settings.interval());
    while (part.isAtWork()) {
      try {
        step.run();
        halted = step.state().halted();
        outage.over();
        part.ready();
        part.pause(settings.interval());
      } catch (IOException e) {
        Duration pause = outage.pauseAfter(e);
        part.notReady(outage.inWords(e));
        part.pause(pause);
      }
    }
  }
}
