package dev.quittance.platform.kafka;

import dev.quittance.schemas.Topic;
import io.apicurio.registry.serde.avro.AvroSerde;
import io.apicurio.registry.serde.strategy.TopicIdStrategy;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes that find schemas in an Apicurio registry.
 *
 * <p>Schemas are registered at deployment ({@code quittance topics apply}), never on first send: a
 * stage that meets an unregistered schema stops. In topics with dead letters a record without a
 * value does not decode.
 *
 * @param registryUrl for example {@code http://127.0.0.1:8081/apis/registry/v3}
 */
public record RegistrySerdes(String registryUrl) implements RecordSerdes {
  @Override
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    Map<String, Object> config = new HashMap<>();
    config.put("apicurio.registry.url", registryUrl);
    config.put("apicurio.registry.auto-register", false);
    config.put("apicurio.registry.find-latest", false);
    config.put("apicurio.registry.artifact-resolver-strategy", TopicIdStrategy.class.getName());
    config.put("apicurio.registry.use-specific-avro-reader", true);
    config.put("apicurio.registry.dereference-schema", true);
    config.put("apicurio.registry.fault-tolerant-refresh", true);
    config.put("apicurio.registry.http.adapter", "JDK");
    config.put("apicurio.registry.avro-datum-provider", CachedSchemaDatumProvider.class.getName());
    AvroSerde<V> serde = new AvroSerde<>();
    serde.configure(config, false);
    return topic.deadLetters()
        ? Serdes.serdeFrom(serde.serializer(), new ValueRequired<>(serde.deserializer()))
        : serde;
  }
}
