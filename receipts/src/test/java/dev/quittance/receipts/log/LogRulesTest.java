package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.ReceiptDomain;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRulesTest {

  private static final RandomValues VALUES = new RandomValues(1);
  private static final LogRules RULES =
      new LogRules(
          "log.example/receipts",
          2,
          new ReceiptDomain(BigInteger.valueOf(31337), VALUES.address()),
          "receipts",
          6,
          List.of(new AcceptedSchema(7, VALUES.bytes32()), new AcceptedSchema(8, VALUES.bytes32())),
          VALUES.address(),
          new PeriodSchedule(1_767_571_200, 86_400, PeriodSchedule.CatchUp.EACH));

  @Test
  void areReadAsTheyWereWritten() {
    String text = RULES.canonicalText();
    assertThat(CanonicalJson.isCanonical(text)).isTrue();
    assertThat(LogRules.parse(text)).isEqualTo(RULES);
    assertThat(LogRules.parse(text.replace("\",", "\" ,\n"))).isEqualTo(RULES);
    assertThat(RULES.rulesHash()).isEqualTo(CanonicalJson.hash(text));
  }

  @Test
  void sayWhichLogItIs() {
    UUID topicId = new UUID(1, 2);
    assertThat(RULES.identity(topicId))
        .isEqualTo(
            new LogIdentity(
                "log.example/receipts",
                6,
                2,
                topicId,
                RULES.rulesHash(),
                RULES.domain(),
                RULES.operator()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"epoch\":2 | \"epoch\":2,\"more\":1 | unknown member /more",
        "\"epoch\":2, | `` | the document lacks epoch",
        "\"epoch\":2 | \"epoch\":-1 | /epoch: must be a whole number",
        "\"epoch\":2 | \"epoch\":2.0 | /epoch: must be a whole number",
        "\"epoch\":2 | \"epoch\":2,\"epoch\":2 | not JSON: Duplicate",
        "\"delete\" | \"compact\" | /topic/cleanup.policy: must be \"delete\"",
        "bad amounts | bad amount | /reasons/4: must be \"bad amounts\"",
        "rules/v1 | rules/v2 | /format: must be \"quittance-rules/v1\"",
        "uint64 seq) | uint64 nr) | /receiptType: must be",
        "\"each\" | \"none\" | /period/catchUp: must be",
        "\"1767571200\" | \"01767571200\" | /period/firstStart: must be a decimal",
        "\"1767571200\" | \"9223372036854775808\" | /period/firstStart: must be below 2^63",
        "\"31337\" | \"-1\" | /domain/chainId: must be a decimal",
        "\"operator\":\"0x | \"operator\":\"0X | /operator: hex must start with 0x",
        "log.example/receipts | log example | origin must not",
      })
  void namesWhatIsWrong(String good, String bad, String message) {
    String text = RULES.canonicalText();
    assertThat(text).contains(good);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogRules.parse(text.replace(good, bad)))
        .withMessageStartingWith(message);
  }
}
