package dev.quittance.platform.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Change<Long> FINAL = new Change.Finalized<>(1L, Optional.empty(), 20);
  private static final Change<Long> HALTED = new Change.Halted<>(1L, "conflict");
  private static final Change<Long> MINED =
      new Change.Mined<>(1L, Bytes32.ZERO, new BlockRef(20, Bytes32.ZERO));

  @Test
  void oneEndpointIsBelievedWhereThereIsNoOther() {
    assertThat(new Agreement<Long>(1).agreed(List.of(MINED, FINAL), "a"))
        .containsExactly(MINED, FINAL);
  }

  @Test
  void mostOfSeveralMustShowWhatCannotBeTakenBack() {
    Agreement<Long> agreement = new Agreement<>(3);

    assertThat(agreement.agreed(List.of(FINAL), "a")).isEmpty();
    assertThat(agreement.agreed(List.of(FINAL), "a")).isEmpty();
    assertThat(agreement.isOpen()).isTrue();
    assertThat(agreement.agreed(List.of(FINAL), "b")).containsExactly(FINAL);
    assertThat(agreement.isOpen()).isFalse();
  }

  @Test
  void anotherNonceMustBeAgreedOnToo() {
    Agreement<Long> agreement = new Agreement<>(3);
    Change<Long> reopened = new Change.Reopened<>(1L, "nonce taken");

    assertThat(agreement.agreed(List.of(reopened), "a")).isEmpty();
    assertThat(agreement.agreed(List.of(reopened), "c")).containsExactly(reopened);
  }

  @Test
  void endpointsThatContradictEachOtherAgreeOnNothing() {
    Agreement<Long> agreement = new Agreement<>(2);

    assertThat(agreement.agreed(List.of(FINAL), "a")).isEmpty();
    assertThat(agreement.agreed(List.of(HALTED), "b")).isEmpty();
    assertThat(agreement.agreed(List.of(FINAL), "a")).isEmpty();
    assertThat(agreement.isOpen()).isTrue();
  }

  @Test
  void whatCanBeTakenBackIsNotWaitedForAndEndsWhatWasHeldBack() {
    Agreement<Long> agreement = new Agreement<>(3);

    assertThat(agreement.agreed(List.of(FINAL), "a")).isEmpty();
    assertThat(agreement.agreed(List.of(MINED), "b")).containsExactly(MINED);
    assertThat(agreement.isOpen()).isFalse();
  }
}
