package dev.quittance.schemas;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.schemas.avro.AgentKeyRotated;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Between records of rotated keys and what the trust core makes of them. Stateless. */
public final class AgentRotations {
  private AgentRotations() {}

  /** The record of a rotation. */
  public static AgentKeyRotated record(SignedAgentRotation signed) {
    AgentRotation rotation = signed.rotation();
    return new AgentKeyRotated(
        rotation.agentId(),
        AvroValues.address20(rotation.oldAddress().toByteArray()),
        AvroValues.address20(rotation.newAddress().toByteArray()),
        rotation.fromPeriod(),
        ByteBuffer.wrap(signed.authorization().toBytes().toByteArray()),
        ByteBuffer.wrap(signed.acceptance().toBytes().toByteArray()));
  }

  /**
   * The rotation of a record, its signatures not checked; empty when it is malformed.
   *
   * @param logId the log whose catalogue it stands in
   */
  public static Optional<SignedAgentRotation> read(AgentKeyRotated record, Bytes32 logId) {
    Optional<EcdsaSignature> authorization = signature(record.getAuthorization());
    Optional<EcdsaSignature> acceptance = signature(record.getAcceptance());
    if (authorization.isEmpty() || acceptance.isEmpty()) {
      return Optional.empty();
    }
    try {
      AgentRotation rotation =
          new AgentRotation(
              logId,
              record.getAgentId(),
              Address.copyOf(record.getOldAddress().bytes()),
              Address.copyOf(record.getNewAddress().bytes()),
              record.getFromPeriod());
      return Optional.of(new SignedAgentRotation(rotation, authorization.get(), acceptance.get()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * A rotation and when it was appended.
   *
   * @param atMs append time of its record, unix milliseconds
   */
  public record Appended(AgentKeyRotated rotation, long atMs) {}

  /**
   * What all rotations of a log's catalogue come to, those that don't count passed by.
   *
   * @param operatorAt the operator at a time, unix milliseconds
   */
  public static AgentKeys fold(
      Secp256k1Signatures signatures,
      Bytes32 logId,
      LongFunction<Address> operatorAt,
      List<Appended> records) {
    AgentKeys keys = AgentKeys.none(logId, operatorAt);
    for (Appended record : records) {
      Optional<SignedAgentRotation> signed = read(record.rotation(), logId);
      if (signed.isPresent()) {
        keys = keys.fold(signatures, signed.get(), record.atMs()).keys();
      }
    }
    return keys;
  }

  private static Optional<EcdsaSignature> signature(ByteBuffer bytes) {
    return EcdsaSignature.of(Bytes.wrap(AvroValues.bytes(bytes)));
  }
}
