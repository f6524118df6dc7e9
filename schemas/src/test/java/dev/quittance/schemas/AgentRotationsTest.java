package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.SignedAgentRotation;
import dev.quittance.schemas.avro.AgentKeyRotated;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentRotationsTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final LogIdentity LOG =
      new LogIdentity(
          "log.example/receipts",
          1,
          0,
          new UUID(1, 2),
          Bytes32.ZERO,
          new ReceiptDomain(BigInteger.ONE, Address.ZERO),
          key(0).address());

  @Test
  void aRecordSaysWhatWasSigned() {
    SignedAgentRotation signed = signed(key(1));

    assertThat(AgentRotations.read(AgentRotations.record(signed), LOG.logId())).contains(signed);
  }

  @Test
  void whatIsMalformedOrNotSignedCountsForNothing() {
    AgentKeyRotated good = AgentRotations.record(signed(key(1)));
    AgentKeyRotated forged = AgentRotations.record(signed(key(9)));
    AgentKeyRotated cut =
        AgentKeyRotated.newBuilder(good).setAcceptance(ByteBuffer.wrap(new byte[64])).build();
    AgentKeyRotated same =
        AgentKeyRotated.newBuilder(good).setNewAddress(good.getOldAddress()).build();

    assertThat(AgentRotations.read(cut, LOG.logId())).isEmpty();
    assertThat(AgentRotations.read(same, LOG.logId())).isEmpty();
    assertThat(fold(forged, cut, same).retired()).isEmpty();
    assertThat(fold(forged, cut, same, good).retired()).containsExactly(key(1).address());
  }

  private static AgentKeys fold(AgentKeyRotated... records) {
    return AgentRotations.fold(
        SIGNATURES,
        LOG.logId(),
        _ -> LOG.operator(),
        Arrays.stream(records).map(record -> new AgentRotations.Appended(record, 0)).toList());
  }

  private static SignedAgentRotation signed(SigningKey authorizer) {
    AgentRotation rotation =
        new AgentRotation(LOG.logId(), "writer", key(1).address(), key(2).address(), 5);
    return new SignedAgentRotation(
        rotation,
        SIGNATURES.sign(rotation.digest(), authorizer),
        SIGNATURES.sign(rotation.digest(), key(2)));
  }

  private static SigningKey key(int i) {
    return SIGNATURES.key(Sha256.hash(("key " + i).getBytes(StandardCharsets.UTF_8)));
  }
}
