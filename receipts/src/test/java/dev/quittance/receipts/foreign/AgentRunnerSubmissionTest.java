package dev.quittance.receipts.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Read;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Reading;
import dev.quittance.receipts.foreign.AgentRunnerSubmission.Unreadable;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentRunnerSubmissionTest {
  private static final Bytes32 SEED = Bytes32.fromHex("0x" + "07".repeat(32));
  private static final String KEY =
      "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";

  /** Members and numbers as a runner's JSON.stringify writes them. */
  private static final String UNSIGNED =
      """
      {"runner_pubkey":"%s","agent":"swap","task_id":"task-0","when_unix":1760000000,\
      "inputs":{"z":1,"a":"\u00e9\\n\\u0007","amount":1e+21},"outputs":{"txid":"x"},\
      "protocols":["raydium","pyth"],"fees":{"lamports":5000},"cost_usd":"0.01",\
      "guards":{"freshness_s":1,"slippage_bps":30,"notional_usd":0.5,"price_deviation":0.004,\
      "tx_fee_sol":0.000005,"verdict":"OK"},"refs":{"config_hash":"sha256:guardcfg"}}\
      """
          .formatted(KEY);

  private static String signed(String unsigned) {
    byte[] message = CanonicalJson.canonicalize(unsigned).getBytes(UTF_8);
    String signature =
        Base64.getEncoder().encodeToString(Ed25519.sign(message, SEED).toByteArray());
    return unsigned.substring(0, unsigned.length() - 1)
        + ",\"sign\":{\"algo\":\"ed25519\",\"sig\":\""
        + signature
        + "\"}}";
  }

  private static AgentRunnerSubmission read(String text) {
    return switch (AgentRunnerSubmission.read(text)) {
      case Read(AgentRunnerSubmission submission) -> submission;
      case Unreadable unreadable -> throw new AssertionError(unreadable.toString());
    };
  }

  @Test
  void aRunnersReceiptIsRead() {
    String text = signed(UNSIGNED);
    AgentRunnerSubmission read = read(text);

    assertThat(read.agent()).isEqualTo("swap");
    assertThat(read.taskId()).isEqualTo("task-0");
    assertThat(read.whenUnix()).isEqualTo(1_760_000_000);
    assertThat(read.costUsd()).isEqualTo(new BigDecimal("0.01"));
    assertThat(read.runner()).isEqualTo(Bytes32.fromHex("0x" + KEY));
    assertThat(read.leaf()).isEqualTo(Keccak256.hash(text.getBytes(UTF_8)));
    assertThat(read.isSignedBy(read.runner())).isTrue();
  }

  @Test
  void whatWasChangedIsNotSigned() {
    String text = signed(UNSIGNED);
    assertThat(read(text.replace("\"0.01\"", "\"0.02\"")).isSignedBy(read(text).runner()))
        .isFalse();
    assertThat(read(text).isSignedBy(Ed25519.publicKey(Bytes32.fromHex("0x" + "08".repeat(32)))))
        .isFalse();
    // The order of members is not signed; the leaf tells it.
    String moved =
        text.replace("\"z\":1,\"a\":\"\u00e9\\n\\u0007\"", "\"a\":\"\u00e9\\n\\u0007\",\"z\":1");
    assertThat(read(moved).isSignedBy(read(text).runner())).isTrue();
    assertThat(read(moved).leaf()).isNotEqualTo(read(text).leaf());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runner_pubkey\":\"ea | runner_pubkey\":\"e | /runner_pubkey",
        "\"agent\":\"swap\" | \"agent\":\"\" | /agent",
        "\"agent\":\"swap\" | \"agent\":7 | /agent",
        "\"task_id\":\"task-0\" | \"task\":\"task-0\" | /task_id",
        "1760000000 | -1 | /when_unix",
        "1760000000 | 1760000000.5 | /when_unix",
        "\"0.01\" | 0.01 | /cost_usd",
        "\"0.01\" | \"-1\" | /cost_usd",
        "ed25519 | rsa | /sign/algo",
        "\"sig\":\" | \"sig\":\"AA | /sign/sig",
        "\"agent\":\"swap\" | \"agent\": \"swap\" | ''",
        "\"agent\":\"swap\" | \"agent\":\"\\u0073wap\" | ''",
        "0.000005 | 5e-6 | ''",
        "0.5 | 0.50 | ''",
        "\"agent\":\"swap\" | \"agent\":\"swap\",\"agent\":\"swap\" | ''",
        "\"txid\":\"x\" | \"txid\":\"\\ud800\" | ''",
      })
  void faultsAreNamed(String part, String instead, String pointer) {
    String text = signed(UNSIGNED);
    String changed = text.replace(part, instead);
    assertThat(changed).isNotEqualTo(text);

    Reading reading = AgentRunnerSubmission.read(changed);

    assertThat(reading).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) reading).pointer()).isEqualTo(pointer);
    assertThat(((Unreadable) reading).problem()).contains(";");
  }

  @ParameterizedTest
  @CsvSource({"''", "[]", "null", "'{}x'", "'{'", "7"})
  void otherTextsAreNoReceipts(String text) {
    assertThat(AgentRunnerSubmission.read(text)).isInstanceOf(Unreadable.class);
  }

  /** The keys of the seed above and of the runner that AgentRunner ships, and the smallest one. */
  @ParameterizedTest
  @CsvSource({
    "Gmaz6fJrwZU2pPWD8pTVRdFPYrAaKUhEhqXHXGFo1vjd, 44, true",
    "HNMhpZQuQ3aJ1ePix4Q8afwUxDFmGNC4ReknNgFmNbq3, 44, true",
    "11111111111111111111111111111111, 32, true",
    "1111111111111111111111111111111, 31, false",
    "111111111111111111111111111111111, 33, false",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz, 44, false",
    "HNMhpZQuQ3aJ1ePix4Q8afwUxDFmGNC4ReknNgFmNb0l, 44, false",
  })
  void keysInBase58(String text, int length, boolean isKey) {
    assertThat(text).hasSize(length);
    assertThat(RunnerKey.parse(text).isPresent()).isEqualTo(isKey);
  }

  @Test
  void aKeyIsTheSameInHexAndInBase58() {
    Optional<Bytes32> key = RunnerKey.parse(KEY);
    assertThat(key).contains(Ed25519.publicKey(SEED));
    assertThat(RunnerKey.parse(base58(key.orElseThrow()))).isEqualTo(key);
  }

  private static String base58(Bytes32 key) {
    String digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    StringBuilder text = new StringBuilder();
    var number = new java.math.BigInteger(1, key.toByteArray());
    var radix = java.math.BigInteger.valueOf(58);
    for (; number.signum() > 0; number = number.divide(radix)) {
      text.insert(0, digits.charAt(number.mod(radix).intValue()));
    }
    return text.toString();
  }
}
