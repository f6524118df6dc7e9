package dev.quittance.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.MnemonicUtils;

final class KeyringTest {
  /** The mnemonic of the usual development chains, whose accounts are public. */
  private static final String JUNK = "test test test test test test test test test test test junk";

  private static final Keyring KEYS = Keyring.of(JUNK);

  /** The accounts that anvil and Hardhat print at their start. */
  @ParameterizedTest
  @CsvSource({
    "0, 0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
    "1, 0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
    "2, 0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
    "9, 0xa0ee7a142d267c1f36714e4a8f75612f20a79720",
  })
  void agentsAreTheBip44Accounts(int account, String address) {
    assertThat(KEYS.agent(account).address()).isEqualTo(Address.fromHex(address));
  }

  @Test
  void houseAgentIsAccountZero() {
    assertThat(KEYS.houseAgent().address()).isEqualTo(KEYS.agent(0).address());
  }

  @Test
  void everyRoleHasItsOwnKey() {
    List<Address> addresses =
        Stream.of(
                KEYS.agent(0),
                KEYS.agent(1),
                KEYS.operator(),
                KEYS.payer(),
                KEYS.buyer(0),
                KEYS.buyer(1))
            .map(Signer::address)
            .toList();

    assertThat(addresses).doesNotHaveDuplicates();
  }

  @Test
  void agentIsFoundByAddressUpToTheLimit() {
    Address last = Keyring.of(JUNK).agent(Keyring.MAX_AGENTS - 1).address();

    assertThat(KEYS.agent(last)).get().extracting(Signer::address).isEqualTo(last);
    assertThat(KEYS.agent(Address.ZERO)).isEmpty();
  }

  @Test
  void sameMnemonicGivesTheSameKeysAnotherOneOthers() {
    Keyring again = Keyring.of(JUNK);
    Keyring other = Keyring.of(Keyring.newMnemonic(new byte[16]));
    Bytes32 digest = Sha256.hash("digest".getBytes(StandardCharsets.UTF_8));

    assertThat(again.noteSeed()).isEqualTo(KEYS.noteSeed());
    assertThat(again.operator().sign(digest)).isEqualTo(KEYS.operator().sign(digest));
    assertThat(other.noteSeed()).isNotEqualTo(KEYS.noteSeed());
    assertThat(other.operator().address()).isNotEqualTo(KEYS.operator().address());
  }

  @Test
  void secretsOfOnePurposeSayNothingOfOthers() {
    Keyring again = Keyring.of(JUNK);
    Keyring other = Keyring.of(Keyring.newMnemonic(new byte[16]));
    Bytes32 one = Sha256.hash("one".getBytes(StandardCharsets.UTF_8));
    Bytes32 two = Sha256.hash("two".getBytes(StandardCharsets.UTF_8));

    assertThat(again.detailsMaster(one)).isEqualTo(KEYS.detailsMaster(one));
    assertThat(again.runnerSeed()).isEqualTo(KEYS.runnerSeed());
    assertThat(
            List.of(
                KEYS.noteSeed(),
                KEYS.runnerSeed(),
                KEYS.detailsMaster(one),
                KEYS.detailsMaster(two),
                other.runnerSeed(),
                other.detailsMaster(one)))
        .doesNotHaveDuplicates();
  }

  /** BIP-39's first test vector: 16 zero bytes. */
  @Test
  void mnemonicIsBip39() {
    String zero = Keyring.newMnemonic(new byte[16]);

    assertThat(zero).isEqualTo("abandon ".repeat(11) + "about");
    assertThat(MnemonicUtils.validateMnemonic(zero)).isTrue();
    assertThatThrownBy(() -> Keyring.newMnemonic(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 16 bytes of entropy, got 15");
  }

  @Test
  void textShowsNoSecret() {
    assertThat(KEYS.toString())
        .isEqualTo("Keyring[operator=" + KEYS.operator().address() + "]")
        .doesNotContain(KEYS.noteSeed().toString());
    assertThat(KEYS.agent(0).toString())
        .doesNotContainIgnoringCase(
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  }
}
