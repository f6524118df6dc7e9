package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeysLawsTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final Bytes32 LOG = LogIdentity.logId("log.example/receipts");
  private static final SigningKey OPERATOR = key(1000);
  private static final SigningKey NEXT_OPERATOR = key(1001);
  private static final long NEXT_OPERATOR_MS = 5000;

  @Test
  void theSignedBytesAreTheseOnes() {
    AgentRotation rotation =
        new AgentRotation(LOG, "writer", key(1).address(), key(2).address(), 7);

    assertThat(rotation.message().toString())
        .isEqualTo(
            "0x5154523100000001"
                + hex(LOG.toString())
                + hex(Sha256.hash("writer".getBytes(StandardCharsets.UTF_8)).toString())
                + hex(key(1).address().toString())
                + hex(key(2).address().toString())
                + "0000000000000007");
  }

  @Test
  void theOldKeyOrTheOperatorMayRotate() {
    for (SigningKey by : List.of(key(1), OPERATOR)) {
      AgentKeys.Folded folded = none().fold(SIGNATURES, rotation("writer", 1, 2, 7, by, key(2)), 0);

      assertThat(folded.objection()).isEmpty();
      assertThat(folded.keys().current(key(1).address())).isEqualTo(key(2).address());
      assertThat(folded.keys().maySign(key(1).address(), 6)).isTrue();
      assertThat(folded.keys().maySign(key(1).address(), 7)).isFalse();
      assertThat(folded.keys().maySign(key(2).address(), 7)).isTrue();
    }
  }

  @Test
  void whoeverElseSignsChangesNothing() {
    refused(rotation("writer", 1, 2, 7, key(3), key(2)), "nor the operator signed it");
    refused(rotation("writer", 1, 2, 7, key(2), key(2)), "nor the operator signed it");
    refused(rotation("writer", 1, 2, 7, key(1), key(1)), "did not sign it");
    refused(rotation("writer", 1, 2, 7, OPERATOR, OPERATOR), "did not sign it");
  }

  @Test
  void anotherLogsRotationCountsForNothing() {
    AgentRotation other =
        new AgentRotation(
            LogIdentity.logId("other.example/x"), "writer", key(1).address(), key(2).address(), 7);
    refused(signed(other, key(1), key(2)), "another log");
  }

  @Test
  void aChangedFieldBreaksIt() {
    SignedAgentRotation good = rotation("writer", 1, 2, 7, key(1), key(2));
    AgentRotation was = good.rotation();
    for (AgentRotation changed :
        List.of(
            new AgentRotation(LOG, "painter", was.oldAddress(), was.newAddress(), 7),
            new AgentRotation(LOG, "writer", was.oldAddress(), was.newAddress(), 8),
            new AgentRotation(LOG, "writer", key(9).address(), was.newAddress(), 7))) {
      refused(
          new SignedAgentRotation(changed, good.authorization(), good.acceptance()), "signed it");
    }
  }

  @Test
  void addressesAreALineAndNeverACircle() {
    AgentKeys keys = none().fold(SIGNATURES, rotation("writer", 1, 2, 7, key(1), key(2)), 0).keys();

    assertThat(keys.fold(SIGNATURES, rotation("writer", 2, 1, 9, key(2), key(1)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("was used by an agent before"));
    assertThat(keys.fold(SIGNATURES, rotation("writer", 1, 3, 9, key(1), key(3)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("signs with"));
    assertThat(keys.fold(SIGNATURES, rotation("painter", 1, 3, 9, key(1), key(3)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("has a successor already"));
    assertThat(keys.fold(SIGNATURES, rotation("painter", 2, 3, 9, key(2), key(3)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("is an address of agent writer"));
    assertThat(keys.fold(SIGNATURES, rotation("painter", 4, 2, 9, key(4), key(2)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("was used by an agent before"));
    assertThat(keys.fold(SIGNATURES, rotation("writer", 2, 3, 6, key(2), key(3)), 0).objection())
        .hasValueSatisfying(reason -> assertThat(reason).contains("would end before"));
  }

  @Test
  void anOperatorRotatesWhileItsEpochLasts() {
    SignedAgentRotation before = rotation("writer", 1, 2, 7, OPERATOR, key(2));
    SignedAgentRotation after = rotation("writer", 1, 2, 7, NEXT_OPERATOR, key(2));

    assertThat(none().fold(SIGNATURES, before, NEXT_OPERATOR_MS - 1).objection()).isEmpty();
    assertThat(none().fold(SIGNATURES, before, NEXT_OPERATOR_MS).objection()).isPresent();
    assertThat(none().fold(SIGNATURES, after, NEXT_OPERATOR_MS - 1).objection()).isPresent();
    assertThat(none().fold(SIGNATURES, after, NEXT_OPERATOR_MS).objection()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void allAddressesOfAnAgentResolveToOne(long seed) {
    Random random = new Random(seed);
    AgentKeys keys = none();
    List<List<Integer>> agents = new ArrayList<>();
    for (int agent = 0; agent < 3; agent++) {
      agents.add(new ArrayList<>(List.of(100 * agent + 1)));
    }
    for (int i = 0; i < 12; i++) {
      int agent = random.nextInt(3);
      int old = agents.get(agent).getLast();
      SigningKey by = random.nextBoolean() ? key(old) : OPERATOR;
      AgentKeys.Folded folded =
          keys.fold(SIGNATURES, rotation("agent-" + agent, old, old + 1, i, by, key(old + 1)), 0);
      assertThat(folded.objection()).isEmpty();
      keys = folded.keys();
      agents.get(agent).add(old + 1);
    }
    for (List<Integer> agent : agents) {
      List<Address> line = agent.stream().map(i -> key(i).address()).toList();
      for (Address address : line) {
        assertThat(keys.origin(address)).isEqualTo(line.getFirst());
        assertThat(keys.current(address)).isEqualTo(line.getLast());
        assertThat(keys.addresses(address)).isEqualTo(line);
      }
      assertThat(keys.retired()).containsAll(line.subList(0, line.size() - 1));
    }
  }

  @Test
  void aRotationToTheSameAddressOrToNobodyIsNone() {
    Address address = key(1).address();
    assertThatThrownBy(() -> new AgentRotation(LOG, "writer", address, address, 0))
        .hasMessageContaining("the same");
    assertThatThrownBy(() -> new AgentRotation(LOG, "writer", address, Address.ZERO, 0))
        .hasMessageContaining("zero address");
  }

  private static void refused(SignedAgentRotation rotation, String reason) {
    AgentKeys.Folded folded = none().fold(SIGNATURES, rotation, 0);
    assertThat(folded.objection())
        .hasValueSatisfying(objection -> assertThat(objection).contains(reason));
    assertThat(folded.keys().retired()).isEmpty();
  }

  private static AgentKeys none() {
    return AgentKeys.none(LOG, at -> (at < NEXT_OPERATOR_MS ? OPERATOR : NEXT_OPERATOR).address());
  }

  private static SignedAgentRotation rotation(
      String agent, int old, int next, long from, SigningKey authorizer, SigningKey acceptor) {
    return signed(
        new AgentRotation(LOG, agent, key(old).address(), key(next).address(), from),
        authorizer,
        acceptor);
  }

  private static SignedAgentRotation signed(
      AgentRotation rotation, SigningKey authorizer, SigningKey acceptor) {
    EcdsaSignature authorization = SIGNATURES.sign(rotation.digest(), authorizer);
    return new SignedAgentRotation(
        rotation, authorization, SIGNATURES.sign(rotation.digest(), acceptor));
  }

  private static SigningKey key(int i) {
    return SIGNATURES.key(Sha256.hash(("key " + i).getBytes(StandardCharsets.UTF_8)));
  }

  private static String hex(String prefixed) {
    return prefixed.substring(2);
  }
}
