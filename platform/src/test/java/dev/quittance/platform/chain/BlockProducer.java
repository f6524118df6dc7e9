package dev.quittance.platform.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/**
 * Has a devnet make its blocks, and replace them, one at a time. Anvil by itself does not keep the
 * two apart: a reorg that meets a block in the making loses blocks for good, those after them
 * included whose transactions they had.
 */
public final class BlockProducer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlockProducer.class);

  private final HttpService http;
  private final ReentrantLock making = new ReentrantLock();
  private final ScheduledExecutorService blocks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("blocks").daemon(true).factory());

  /** Takes over from the node's own clock. */
  public BlockProducer(HttpService http, Duration blockTime) {
    this.http = http;
    call("evm_setIntervalMining", 0);
    long periodMs = blockTime.toMillis();
    var _ = blocks.scheduleAtFixedRate(this::mine, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }

  /** Replaces the last blocks by empty ones. */
  public void reorganise(int depth) {
    making.lock();
    try {
      call("anvil_reorg", depth, List.of());
    } finally {
      making.unlock();
    }
  }

  private void mine() {
    making.lock();
    try {
      call("evm_mine");
    } catch (UncheckedIOException e) {
      LOG.atWarn().setCause(e).log("the devnet makes no block; it is told again");
    } finally {
      making.unlock();
    }
  }

  private void call(String method, Object... parameters) {
    try {
      var answer = new Request<>(method, List.of(parameters), http, AnyResponse.class).send();
      if (answer.hasError()) {
        throw new IOException(method + ": " + answer.getError().getMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(method, e);
    }
  }

  /** An answer of any kind. */
  private static final class AnyResponse extends Response<Object> {}

  @Override
  public void close() {
    blocks.shutdownNow();
  }
}
