package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AcknowledgementsRecord;
import dev.quittance.schemas.avro.AgentPublished;
import dev.quittance.schemas.avro.AgentsRecord;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.DayCapAnswered;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderAcknowledged;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.PoliciesRecord;
import dev.quittance.schemas.avro.PolicyPublished;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.schemas.avro.TenantPublished;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** What the records of the line say, by the schemas of this build. Stateless. */
final class LineDecoding {
  private LineDecoding() {}

  static LineRecord.Content agents(Optional<Bytes> value) {
    return decode(value, Topics.AGENTS, LineDecoding::content);
  }

  static LineRecord.Content policies(Optional<Bytes> value) {
    return decode(value, Topics.POLICIES, LineDecoding::content);
  }

  static LineRecord.Content acknowledgements(Optional<Bytes> value) {
    return decode(value, Topics.ACKNOWLEDGEMENTS, LineDecoding::content);
  }

  static LineRecord.Content orders(Optional<Bytes> value) {
    return decode(value, Topics.ORDERS, LineDecoding::content);
  }

  static LineRecord.Content plans(Optional<Bytes> value) {
    return decode(value, Topics.PLANS, LineDecoding::content);
  }

  static LineRecord.Content executions(Optional<Bytes> value) {
    return decode(value, Topics.EXECUTIONS, LineDecoding::content);
  }

  static LineRecord.Content settlements(Optional<Bytes> value) {
    return decode(value, Topics.SETTLEMENTS, LineDecoding::content);
  }

  private static <V extends SpecificRecord> LineRecord.Content decode(
      Optional<Bytes> value, Topic<V> topic, Function<V, LineRecord.Content> content) {
    return value
        .flatMap(bytes -> WireFormat.decode(bytes.toByteArray(), topic.schema(), topic))
        .map(content)
        .orElseGet(LineRecord.Unreadable::new);
  }

  private static LineRecord.Content content(AgentsRecord record) {
    AgentPublished body = record.getBody();
    return body == null
        ? new LineRecord.Unreadable()
        : new LineRecord.CatalogueDocument(
            body.getAgentId(),
            bytes(body.getDocument()),
            Optional.ofNullable(record.getRotation()));
  }

  private static LineRecord.Content content(PoliciesRecord record) {
    return switch (record.getBody()) {
      case PolicyPublished body ->
          new LineRecord.CatalogueDocument(
              body.getPolicyId(), bytes(body.getDocument()), Optional.empty());
      case TenantPublished body ->
          new LineRecord.CatalogueDocument(
              body.getTenant(), bytes(body.getDocument()), Optional.empty());
      case null, default -> new LineRecord.Unreadable();
    };
  }

  private static LineRecord.Content content(AcknowledgementsRecord record) {
    OrderAcknowledged body = record.getBody();
    return body == null
        ? new LineRecord.Unreadable()
        : new LineRecord.OrderPromised(
            hash(body.getOrderId()),
            hash(body.getOrderHash()),
            body.getAcceptedAt(),
            body.getMaxMergeDelayMs(),
            address(body.getSigner()),
            bytes(body.getSignature()));
  }

  private static LineRecord.Content content(OrdersRecord record) {
    return switch (record.getBody()) {
      case OrderAccepted body ->
          new LineRecord.OrderTaken(
              hash(body.getOrderId()),
              body.getTenant(),
              address(body.getBuyer()),
              bytes(body.getOrder()),
              hash(body.getOrderHash()));
      case DayCapAnswered body ->
          new LineRecord.DayCapAnswer(
              hash(body.getOrderId()),
              body.getGranted(),
              AvroValues.integer(body.getReserved()),
              AvroValues.integer(body.getCap()));
      case null, default -> new LineRecord.Unreadable();
    };
  }

  private static LineRecord.Content content(PlansRecord record) {
    PlanMade body = record.getBody();
    return body == null
        ? new LineRecord.Unreadable()
        : new LineRecord.PlanTaken(
            hash(body.getOrderId()),
            hash(body.getPlanHash()),
            bytes(body.getPlan()),
            bytes(body.getOrder()));
  }

  private static LineRecord.Content content(ExecutionsRecord record) {
    Execution body = record.getBody();
    return body == null
        ? new LineRecord.Unreadable()
        : new LineRecord.Outcome(
            hash(body.getOrderId()),
            hash(body.getStepId()),
            body.getStepIndex(),
            address(body.getAgent()),
            address(body.getBuyer()),
            address(body.getAsset()),
            AvroValues.integer(body.getAmount()),
            AvroValues.integer(body.getFee()),
            address(body.getFeeRecipient()),
            body.getVerdict(),
            hash(body.getOrderHash()),
            hash(body.getPlanHash()),
            hash(body.getInputHash()),
            hash(body.getOutputHash()),
            body.getCompletedAt(),
            body.getCode(),
            body.getMessage(),
            body.getTenant(),
            body.getService(),
            body.getExecutor());
  }

  private static LineRecord.Content content(SettlementsRecord record) {
    OrderSettled body = record.getBody();
    if (body == null) {
      return new LineRecord.Unreadable();
    }
    SortedMap<Address, BigInteger> credits = new TreeMap<>();
    for (Credit credit : body.getCredits()) {
      if (credits.put(address(credit.getAccount()), AvroValues.integer(credit.getAmount()))
          != null) {
        return new LineRecord.Unreadable();
      }
    }
    return new LineRecord.Settled(
        hash(body.getOrderId()),
        body.getTenant(),
        address(body.getBuyer()),
        address(body.getAsset()),
        body.getVerdict(),
        body.getSteps(),
        body.getCompletedSteps(),
        AvroValues.integer(body.getBudget()),
        credits,
        AvroValues.integer(body.getFees()),
        AvroValues.integer(body.getRefunded()),
        body.getSettledAt());
  }

  private static Bytes bytes(ByteBuffer buffer) {
    return Bytes.wrap(AvroValues.bytes(buffer));
  }

  private static Bytes32 hash(dev.quittance.schemas.avro.Hash32 hash) {
    return Bytes32.wrap(hash.bytes());
  }

  private static Address address(dev.quittance.schemas.avro.Address20 address) {
    return Address.wrap(address.bytes());
  }
}
