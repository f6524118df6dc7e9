package dev.quittance.platform.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PayloadsRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that several write, each for itself, on a real broker. */
class TopicJournalIT {
  private static final Topic<PayloadsRecord> TOPIC = Topics.PAYLOADS;

  private final FixedIdSerdes serdes = new FixedIdSerdes();

  /** Two are killed; one had committed a line, and the transaction of the other is open still. */
  @Test
  void aLineIsReadBackThatStandsBehindAnothersOpenTransaction(@TempDir Path directory)
      throws Exception {
    try (EmbeddedKafka broker =
        EmbeddedKafka.start(directory, EmbeddedKafka.Options.singleNode())) {
      KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
      try (var admin = kafka.admin()) {
        admin.createTopics(List.of(new NewTopic(TOPIC.name(), 1, (short) 1))).all().get();
      }
      try (Producer<byte[], byte[]> other = kafka.transactionalProducer("other")) {
        other.beginTransaction();
        other.send(new ProducerRecord<>(TOPIC.name(), 0, new byte[] {1}, new byte[] {1})).get();
        try (TopicJournal<PayloadsRecord> one = new TopicJournal<>(kafka, serdes, TOPIC, "one")) {
          one.append(List.of(new TopicJournal.Line<>(Bytes.wrap(new byte[] {2}), line("sent"))));
        }

        List<PayloadsRecord> readBack = new ArrayList<>();
        try (TopicJournal<PayloadsRecord> next = new TopicJournal<>(kafka, serdes, TOPIC, "one");
            TopicFollower<PayloadsRecord> written = new TopicFollower<>(kafka, serdes, TOPIC)) {
          written.readToEnd(readBack::add, () -> false);
          assertThat(next).isNotNull();
        }
        assertThat(readBack).containsExactly(line("sent"));
      }
    }
  }

  private static PayloadsRecord line(String text) {
    return new PayloadsRecord(new PayloadStored(ByteBuffer.wrap(text.getBytes(UTF_8))));
  }
}
