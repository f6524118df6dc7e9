package dev.quittance.market.agentl2.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.JobState;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is folded from records is what is folded from the changes that they were made of. */
final class CompletionJournalTest {
  private static final Signer SELLER =
      Keyring.of("test test test test test test test test test test test junk").agent(1);
  private static final Hash32 ORDER = Hash32.sha256(new byte[] {1});

  private static SignedTransaction transaction(long nonce) {
    return new TransactionSigner(SELLER, 31_337)
        .sign(
            new UnsignedTransaction(
                nonce,
                Fees.over(BigInteger.TEN, BigInteger.ONE),
                100_000,
                SELLER.address(),
                Bytes.EMPTY));
  }

  @Test
  void everyChangeComesBackFromItsRecord() {
    List<Change<Hash32>> changes =
        List.of(
            new Change.Submitted<>(ORDER, transaction(3)),
            new Change.Mined<>(ORDER, transaction(3).hash(), new BlockRef(7, Bytes32.ZERO)),
            new Change.Reopened<>(ORDER, "a reorg"),
            new Change.Submitted<>(ORDER, transaction(4)),
            new Change.Finalized<>(ORDER, Optional.of(transaction(4).hash()), 9));
    CompletionJournal direct = new CompletionJournal("agentl2", SELLER.address());
    CompletionJournal read = new CompletionJournal("agentl2", SELLER.address());
    CompletionJournal others = new CompletionJournal("other", SELLER.address());
    for (Change<Hash32> change : changes) {
      direct.fold(change);
      var record = direct.record(change, "completeOrder", Optional.empty());
      read.fold(record);
      others.fold(record);
      assertThat(read.state(ORDER)).isEqualTo(direct.state(ORDER));
    }
    assertThat(read.isFinal(ORDER)).isTrue();
    assertThat(others.state(ORDER)).isEqualTo(new JobState.Ready());
  }
}
