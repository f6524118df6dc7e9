package dev.quittance.explorer.log;

import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BiPredicate;

/** The log's index at work, and its routes. Close the listener that has them before closing it. */
public final class PublishedLog implements AutoCloseable {
  private final LogFollower follower;
  private final ReceiptRecords records;
  private final LogRoutes routes;

  private PublishedLog(LogFollower follower, ReceiptRecords records, LogRoutes routes) {
    this.follower = follower;
    this.records = records;
    this.routes = routes;
  }

  /**
   * Opens the index in a directory, which one process may use at a time.
   *
   * @param keys tells which tenant calls
   * @param owns whether an order is a tenant's
   * @throws IllegalStateException when the directory can't be read
   */
  public static PublishedLog open(
      StageContext context, ApiKeys keys, Path directory, BiPredicate<String, Bytes32> owns) {
    LogIdentity log = context.line().log();
    LogEpochs epochs = context.line().epochs();
    ReceiptRecords records =
        new ReceiptRecords(context.kafka(), AcceptedSchemas.codec(epochs), epochs.partitions());
    LogFollower follower = LogFollower.open(context, directory);
    Bundles.Source source =
        new Bundles.Source(
            log,
            epochs.partitions(),
            period -> epochs.ofPeriod(period).topicId(),
            context.line().rules().schedule(),
            VerifierKey.ofSeed(log.origin(), context.keys().noteSeed()),
            follower.index(),
            new PublishedTiles(context.blobs()),
            records::at);
    return new PublishedLog(
        follower, records, new LogRoutes(source, keys, owns, InstantSource.system()));
  }

  /** Whether the index holds all that was there when it was opened. */
  public boolean isReady() {
    return follower.isReady();
  }

  /** The routes, for the listener. */
  public HttpHost.Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    follower.close();
    records.close();
  }
}
