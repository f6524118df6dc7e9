package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.crypto.Bytes32;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final RandomValues VALUES = new RandomValues(1);
  private static final Bytes32 SEED = VALUES.bytes32();
  private static final String ORIGIN = "log.example/receipts";
  private static final VerifierKey KEY = VerifierKey.ofSeed(ORIGIN, SEED);
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 12, VALUES.bytes32());
  private static final String NOTE = CHECKPOINT.sign(SEED);
  private static final String WITNESS =
      new Checkpoint("witness.example", 12, CHECKPOINT.root())
          .sign(VALUES.bytes32())
          .lines()
          .toList()
          .getLast();

  @Test
  void verifies() {
    assertThat(Checkpoint.verify(NOTE, KEY)).contains(CHECKPOINT);
  }

  @Test
  void leavesOtherSignaturesAlone() {
    assertThat(Checkpoint.verify(NOTE + WITNESS + "\n", KEY)).contains(CHECKPOINT);
  }

  static Stream<UnaryOperator<String>> changes() {
    return Stream.of(
        note -> note.replace("\n12\n", "\n13\n"),
        note -> note.replace("\n12\n", "\n012\n"),
        note -> note.replace("\n12\n", "\n+12\n"),
        note -> note.replace("=\n\n", "=\nextension\n\n"),
        note -> note.replace("\n\n", "\n\n\n"),
        note -> note.replace("\n", "\r\n"),
        note -> note.replace("\u2014", "-"),
        note -> note.substring(0, note.length() - 1),
        note -> note + "\n",
        note -> note + "no signature line\n",
        note -> note.substring(0, note.indexOf("\n\n") + 2),
        note -> note.substring(0, note.indexOf("\n\n") + 2) + WITNESS + "\n",
        note -> note.replace("\u2014 " + ORIGIN, "\u2014 other"),
        note -> "",
        note -> new Checkpoint("other", 12, CHECKPOINT.root()).sign(SEED),
        note -> CHECKPOINT.sign(VALUES.bytes32()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void refusesEveryChange(UnaryOperator<String> change) {
    assertThat(Checkpoint.verify(change.apply(NOTE), KEY)).isEmpty();
  }

  @Test
  void refusesEveryChangedByte() {
    byte[] bytes = NOTE.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThat(Checkpoint.verify(new String(changed, StandardCharsets.UTF_8), KEY))
          .as("byte %d", i)
          .isEmpty();
    }
  }

  @Test
  void keysAreReadAsTheyWereWritten() {
    assertThat(VerifierKey.parse(KEY.toString())).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a+b", "a+00000000+AQ==", "a b+00000000+AQ=="})
  void refusesWhatIsNoKey(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> VerifierKey.parse(text));
  }

  @Test
  void refusesAKeyUnderAnotherName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerifierKey.parse("x" + KEY))
        .withMessageContaining("the hash in the verifier key is not the key's");
  }
}
