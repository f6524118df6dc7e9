package dev.quittance.platform.stage;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/**
 * What a stage is given by whoever composes the line.
 *
 * @param line the line and its receipt log
 * @param chain how the chain is reached
 * @param streams settings of its topologies
 * @param kafka plain Kafka clients
 * @param serdes serdes of the catalogue's topics
 * @param blobs payloads
 * @param catalogue agents, tenants and policies, followed
 * @param keys the line's keys
 * @param executors executors of outside work and their limits
 * @param onFailure told when the stage has stopped for good
 */
public record StageContext(
    Line line,
    ChainEndpoint chain,
    StreamsSettings streams,
    KafkaAccess kafka,
    RecordSerdes serdes,
    BlobStore blobs,
    CatalogueFollower catalogue,
    Keyring keys,
    ExecutorSettings executors,
    Consumer<Throwable> onFailure) {

  /** Where a stage brings what it can't process; made once for each start of the stage. */
  public DeadLetterOffice deadLetters(String stage) {
    return new DeadLetterOffice(
        stage, serdes, keys.houseAgent().address(), Strikes.in(streams.strikesFile(stage)));
  }

  /** Where stages measure. */
  public MeterRegistry meters() {
    return streams.meters();
  }
}
