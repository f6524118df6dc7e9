package dev.quittance.market;

import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.RunningStage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A foreign marketplace: where orders come from and results go to.
 *
 * <p>Its orders have price and budget 0 in the line, since the marketplace's own escrow pays.
 */
public interface Marketplace {
  /** Its name: the {@code source} of its orders, unique in a line. */
  String source();

  /** What brings its orders in; empty when something else does. */
  Optional<Intake> intake();

  /** What gives it results; empty when it wants none. */
  Optional<Delivery> delivery();

  /** What it serves on the process's HTTP listener. */
  default List<HttpHost.Routes> routes() {
    return List.of();
  }

  /** Brings orders in, in loops of its own: crash-safe, and in several processes at once. */
  @FunctionalInterface
  interface Intake {
    /** Starts it; the marketplace need not answer yet. */
    RunningStage start(MarketContext context);
  }

  /** Gives a marketplace results. */
  @FunctionalInterface
  interface Delivery {
    /** Starts it; the marketplace need not answer yet. */
    Deliverer start(MarketContext context);
  }

  /** Delivers one result at a time, many at once. */
  interface Deliverer extends AutoCloseable {
    /** Most deliveries at the same time. */
    default int concurrency() {
      return 64;
    }

    /**
     * Delivers a result; blocking, on a virtual thread. It looks first and acts then: the same job
     * may come again at any time, also in another process.
     *
     * @throws IOException when the marketplace can't be reached; the follower tries again
     */
    DeliveryResult deliver(DeliveryJob job) throws IOException, InterruptedException;

    @Override
    default void close() {}
  }
}
