package dev.quittance.platform.deadletters;

import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import java.util.Arrays;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Copies codes of results to {@value #OUT}, and crashes on some while it is broken. */
final class CrashingStage {
  static final String OUT = "out";
  static final String POISON = "poison";
  static final Address HOUSE = Address.fromHex("0x" + "0a".repeat(20));
  static final FixedIdSerdes SERDES = new FixedIdSerdes();

  private volatile RuntimeException failure = new IllegalStateException("can't swallow it");
  private volatile boolean isFixed;

  static DeadLetterOffice office(Strikes strikes) {
    return new DeadLetterOffice("executor", SERDES, HOUSE, strikes);
  }

  void fix() {
    isFixed = true;
  }

  void failWith(RuntimeException other) {
    failure = other;
  }

  Topology topology(DeadLetterOffice office) {
    Topology topology =
        new Topology()
            .addSource(
                "results",
                new ByteArrayDeserializer(),
                SERDES.of(Topics.RESULTS).deserializer(),
                Topics.RESULTS.name());
    office.addProcessor(topology, "copy", Topics.RESULTS, Copy::new, "results");
    return topology.addSink(OUT, OUT, new ByteArraySerializer(), new ByteArraySerializer(), "copy");
  }

  /** A result of an order, which is named by a byte. */
  static ResultsRecord result(int order, String code) {
    return new ResultsRecord(
        new TaskFailed(
            AvroValues.hash32(orderId(order)),
            AvroValues.noHash(),
            1,
            code,
            "message",
            false,
            "",
            null,
            null),
        null,
        null);
  }

  static byte[] orderId(int order) {
    byte[] id = new byte[32];
    Arrays.fill(id, (byte) order);
    return id;
  }

  /** Forwards first: what stays of that when it crashes would be half-done. */
  private final class Copy implements Processor<byte[], ResultsRecord, byte[], byte[]> {
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    Copy() {}

    @Override
    public void init(ProcessorContext<byte[], byte[]> taskContext) {
      this.context = taskContext;
    }

    @Override
    public void process(Record<byte[], ResultsRecord> record) {
      String code = ((TaskFailed) record.value().getBody()).getCode();
      context.forward(
          record.withValue(code.getBytes(java.nio.charset.StandardCharsets.UTF_8)), OUT);
      if (code.equals(POISON) && !isFixed) {
        throw failure;
      }
    }
  }
}
