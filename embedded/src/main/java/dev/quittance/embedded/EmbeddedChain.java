package dev.quittance.embedded;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An EVM devnet (anvil 1.7.1) as a child process on loopback, one block a second, {@code finalized}
 * two blocks behind {@code latest}. The accounts are those of anvil's well-known test mnemonic.
 *
 * <p>The chain is kept in the data directory: whole after {@link #close}; after a kill the last
 * block or two can be missing. Transactions run in the order of their arrival: with anvil's other
 * orders some of a burst are never mined.
 *
 * <p>Thread-safe. The process ends with {@link #close} or with the virtual machine; after a kill of
 * this process the next start on the same directory ends it.
 */
public final class EmbeddedChain implements AutoCloseable {
  /** The id of the devnet, EIP-155. */
  public static final long CHAIN_ID = 31_337;

  private static final Blocks BLOCKS = new Blocks(Duration.ofSeconds(1), 1);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedChain.class);
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration COPY_INTERVAL = Duration.ofSeconds(1);

  /** Long: it writes its state before it ends. */
  private static final Duration LEFT_OVER_PATIENCE = Duration.ofSeconds(10);

  private static final String NAME = "anvil";

  private final DataDirLock lock;
  private final ChildProcess child;
  private final int port;
  private final Thread copying;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedChain(DataDirLock lock, ChildProcess child, int port, ChainState state) {
    this.lock = lock;
    this.child = child;
    this.port = port;
    this.copying =
        Thread.ofVirtual().name("chain-state-copy").start(() -> keepCopiesUntilInterrupted(state));
  }

  /**
   * How blocks come.
   *
   * @param time between blocks, whole milliseconds, above 0
   * @param slotsInAnEpoch half as many as there are blocks after a final one, at least 1
   */
  public record Blocks(Duration time, int slotsInAnEpoch) {}

  /**
   * Starts the devnet, or goes on with the one in the directory, and returns when it answers.
   *
   * @param dataDir its own directory, created if needed
   * @throws EmbeddedPartFailed when it cannot be started; nothing is left running then
   */
  public static EmbeddedChain start(Path dataDir) {
    return start(dataDir, BLOCKS);
  }

  /**
   * As {@link #start(Path)}, with blocks that come faster or slower.
   *
   * @param blockTime whole milliseconds, above 0
   */
  public static EmbeddedChain start(Path dataDir, Duration blockTime) {
    return start(dataDir, new Blocks(blockTime, BLOCKS.slotsInAnEpoch()));
  }

  /** As {@link #start(Path)}, with blocks that come in another way. */
  public static EmbeddedChain start(Path dataDir, Blocks blocks) {
    return start(dataDir, EmbeddedParts.locate(), true, blocks);
  }

  static EmbeddedChain start(Path dataDir, EmbeddedParts parts, boolean closeOnExit) {
    return start(dataDir, parts, closeOnExit, BLOCKS);
  }

  private static EmbeddedChain start(
      Path dataDir, EmbeddedParts parts, boolean closeOnExit, Blocks blocks) {
    Path anvil = parts.anvil();
    Path directory = dataDir.toAbsolutePath();
    DataDirLock lock = DataDirLock.take(EmbeddedPart.CHAIN, directory);
    try {
      return start(lock, directory, anvil, closeOnExit, blocks);
    } catch (IOException e) {
      lock.close();
      throw new EmbeddedPartFailed(
          EmbeddedPart.CHAIN,
          "its state in " + directory + " cannot be read (" + e + ")",
          "Check the directory, or choose another one.",
          null,
          e);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Returns the address of the JSON-RPC endpoint (HTTP). */
  public String rpcUrl() {
    return "http://127.0.0.1:" + port;
  }

  /** Returns the child's process id. */
  public long pid() {
    return child.pid();
  }

  /** Returns where anvil writes its log. */
  public Path logFile() {
    return child.spec().logFile();
  }

  /** Ends the process after it has written its state. Closing twice is harmless. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock) {
        child.close();
        copying.interrupt();
        copying.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static EmbeddedChain start(
      DataDirLock lock, Path directory, Path anvil, boolean closeOnExit, Blocks blocks)
      throws IOException {
    ChildRecord.endLeftOver(directory.resolve(NAME + ".pid"), LEFT_OVER_PATIENCE);
    ChainState state = new ChainState(directory);
    state.restore();
    int port =
        KeptPorts.choose(KeptProperties.open(directory.resolve("kept.properties")), List.of("rpc"))
            .getOrDefault("rpc", 0);
    ChildProcess child =
        ChildProcess.start(
            new ChildProcess.Spec(
                EmbeddedPart.CHAIN,
                NAME,
                command(anvil, port, state.file(), blocks),
                Map.of(),
                directory),
            closeOnExit);
    try {
      Readiness.await(
          child,
          chainIdRequest(port),
          START_TIMEOUT,
          answer -> answer.body().contains("\"0x" + Long.toHexString(CHAIN_ID) + "\""));
      return new EmbeddedChain(lock, child, port, state);
    } catch (RuntimeException | Error e) {
      child.close();
      throw e;
    } finally {
      KeptPorts.letGo(List.of(port));
    }
  }

  private static List<String> command(Path anvil, int port, Path state, Blocks blocks) {
    return List.of(
        anvil.toString(),
        "--host=127.0.0.1",
        "--port=" + port,
        "--chain-id=" + CHAIN_ID,
        "--block-time=" + BigDecimal.valueOf(blocks.time().toMillis(), 3).toPlainString(),
        "--order=fifo",
        "--slots-in-an-epoch=" + blocks.slotsInAnEpoch(),
        "--state=" + state,
        "--state-interval=1",
        "--cache-path=" + state.resolveSibling("cache"),
        "--quiet");
  }

  private static HttpRequest chainIdRequest(int port) {
    String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
        .timeout(Duration.ofSeconds(5))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void keepCopiesUntilInterrupted(ChainState state) {
    try {
      while (true) {
        Thread.sleep(COPY_INTERVAL);
        keepCopy(state);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void keepCopy(ChainState state) {
    try {
      state.keepCopy();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("Chain state not copied, trying again in a second");
    }
  }
}
