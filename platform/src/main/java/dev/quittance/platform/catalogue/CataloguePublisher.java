package dev.quittance.platform.catalogue;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.schemas.AgentRotations;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AgentPublished;
import dev.quittance.schemas.avro.AgentsRecord;
import dev.quittance.schemas.avro.PoliciesRecord;
import dev.quittance.schemas.avro.PolicyPublished;
import dev.quittance.schemas.avro.TenantPublished;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Appends agents, policies and tenants to their logs.
 *
 * <p>Each call returns once all replicas have the record. Blocking; used by commands.
 */
public final class CataloguePublisher implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final Serializer<AgentsRecord> agents;
  private final Serializer<PoliciesRecord> policies;

  /** Opens a producer. */
  public CataloguePublisher(KafkaAccess kafka, RecordSerdes serdes) {
    this.producer = kafka.producer();
    this.agents = serdes.of(Topics.AGENTS).serializer();
    this.policies = serdes.of(Topics.POLICIES).serializer();
  }

  /** Appends an agent and returns its offset. */
  public long publish(Agent agent) {
    AgentPublished body = new AgentPublished(agent.id(), ByteBuffer.wrap(agent.canonicalJson()));
    return append(Topics.AGENTS, agents, agent.id(), new AgentsRecord(body, null));
  }

  /**
   * Appends an agent with its new address and the link to the old one, in one record, and returns
   * its offset.
   */
  public long publish(Agent agent, SignedAgentRotation rotation) {
    AgentPublished body = new AgentPublished(agent.id(), ByteBuffer.wrap(agent.canonicalJson()));
    return append(
        Topics.AGENTS, agents, agent.id(), new AgentsRecord(body, AgentRotations.record(rotation)));
  }

  /** Appends a policy and returns its offset. */
  public long publish(Policy policy) {
    PolicyPublished body =
        new PolicyPublished(policy.id(), ByteBuffer.wrap(policy.canonicalJson()));
    return append(Topics.POLICIES, policies, policy.id(), new PoliciesRecord(body));
  }

  /** Appends a tenant and returns its offset. */
  public long publish(Tenant tenant) {
    TenantPublished body =
        new TenantPublished(tenant.id(), ByteBuffer.wrap(tenant.canonicalJson()));
    return append(Topics.POLICIES, policies, tenant.id(), new PoliciesRecord(body));
  }

  @Override
  public void close() {
    producer.close();
  }

  private <V extends SpecificRecord> long append(
      Topic<V> topic, Serializer<V> serializer, String id, V value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.name(),
            0,
            id.getBytes(StandardCharsets.UTF_8),
            serializer.serialize(topic.name(), value));
    try {
      return producer.send(record).get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing " + id, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the broker did not take " + id + " into topic " + topic.name(), e);
    }
  }
}
