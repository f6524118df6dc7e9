package dev.quittance.market.agentl2.deliver;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.platform.kafka.TopicJournal;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryReady;
import dev.quittance.schemas.avro.MarketTransactionsRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** The topics of a seller's sender: results that are ready, and its journal. Not thread-safe. */
final class CompletionTopics implements AutoCloseable {
  private static final Duration NO_PATIENCE = Duration.ofMillis(20);

  private final TopicJournal<MarketTransactionsRecord> writer;
  private final CompletionJournal journal;
  private final Consumer<byte[], byte[]> deliveries;
  private final Deserializer<DeliveriesRecord> values;

  /** Takes the journal over and reads it back. */
  CompletionTopics(
      KafkaAccess kafka,
      RecordSerdes serdes,
      String transactionalId,
      String market,
      Address sender,
      BooleanSupplier isStopping) {
    this.journal = new CompletionJournal(market, sender);
    this.values = serdes.of(Topics.DELIVERIES).deserializer();
    // The journal comes first: then nothing that an older sender still writes can be committed.
    this.writer = new TopicJournal<>(kafka, serdes, Topics.MARKET_TRANSACTIONS, transactionalId);
    try (var written = new TopicFollower<>(kafka, serdes, Topics.MARKET_TRANSACTIONS)) {
      written.readToEnd(journal::fold, isStopping);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    this.deliveries = kafka.follower();
    try {
      List<TopicPartition> partitions =
          deliveries.partitionsFor(Topics.DELIVERIES.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      deliveries.assign(partitions);
      deliveries.seekToBeginning(partitions);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  CompletionJournal journal() {
    return journal;
  }

  /** Results of the seller's orders that have become ready; the same may come again. */
  List<CompletionJob> newJobs() {
    List<CompletionJob> jobs = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : deliveries.poll(NO_PATIENCE)) {
      DeliveryReady ready =
          record.value() == null
              ? null
              : values.deserialize(record.topic(), record.value()).getBody();
      if (ready != null && isOurs(ready)) {
        jobs.add(
            new CompletionJob(
                Bytes32.fromHex(ready.getSourceId()),
                Hash32.of(ready.getOrderId().bytes()),
                Bytes32.copyOf(ready.getOutputHash().bytes()),
                ready.getCompletedAt()));
      }
    }
    return jobs;
  }

  private boolean isOurs(DeliveryReady ready) {
    return ready.getMarket().equals(journal.market())
        && ready.getVerdict() == Verdict.COMPLETED.code()
        && Address.copyOf(ready.getAgent().bytes()).equals(journal.sender());
  }

  /**
   * Commits changes.
   *
   * @param method the contract's function that a job calls
   * @param over why orders that are final are not completed
   */
  void commit(
      List<Change<Hash32>> changes, Function<Hash32, String> method, Map<Hash32, String> over) {
    writer.append(
        changes.stream()
            .map(change ->
                new TopicJournal.Line<>(
                    Bytes.wrap(change.id().bytes()),
                    journal.record(
                        change,
                        method.apply(change.id()),
                        Optional.ofNullable(over.get(change.id())))))
            .toList());
    changes.forEach(journal::fold);
  }

  @Override
  public void close() {
    try (deliveries) {
      writer.close();
      values.close();
    }
  }
}
