package dev.quittance.platform.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.platform.chain.outbox.Outbox.Limits;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest {
  private static final Fees FEES = new Fees(BigInteger.TWO, BigInteger.ONE);
  private static final Outbox<Long> OUTBOX =
      new Outbox<>(Address.ZERO, limits(3, 5), OutboxTest::sign);
  private static final SignedTransaction TX = sign(unsigned(7, 0));
  private static final BlockRef BLOCK = block(20, 1);
  private static final BlockRef OTHER_BLOCK = block(21, 2);
  private static final Map<Bytes32, ChainReceipt> NOWHERE = Map.of();
  private static final byte[] NO_JOB = ByteBuffer.allocate(Long.BYTES).putLong(-1).array();
  private static final List<SignedTransaction> NOTHING = List.of();

  static Stream<Arguments> transitions() {
    JobState ready = new JobState.Ready();
    JobState submitted = new JobState.Submitted(Submission.of(TX));
    JobState mined = new JobState.Mined(TX.hash(), BLOCK, Optional.of(Submission.of(TX)));
    JobState found = new JobState.Mined(TX.hash(), BLOCK, Optional.empty());
    return Stream.of(
        row(
            "a job that may go is committed to, then broadcast",
            ready,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(0L, new Preflight.Go())),
            new Change.Submitted<>(0L, TX),
            List.of(TX)),
        row(
            "a job that waits does",
            ready,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(0L, new Preflight.Later())),
            null,
            NOTHING),
        row(
            "a job that was not looked at waits",
            ready,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of()),
            null,
            NOTHING),
        row(
            "a job that the chain shows mined is followed",
            ready,
            see(
                18,
                7,
                20,
                7,
                NOWHERE,
                Map.of(),
                Map.of(0L, new Preflight.AlreadyMined(TX.hash(), BLOCK))),
            new Change.Mined<>(0L, TX.hash(), BLOCK),
            NOTHING),
        row(
            "a job that the final state shows settled is final",
            ready,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(0L, new Preflight.AlreadyFinal(18))),
            new Change.Finalized<>(0L, Optional.empty(), 18),
            NOTHING),
        row(
            "a job that is refused halts",
            ready,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(0L, new Preflight.Refuse("why"))),
            new Change.Halted<>(0L, "why"),
            NOTHING),
        row(
            "after a restart the same bytes are broadcast",
            submitted,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of()),
            null,
            List.of(TX)),
        row(
            "a submitted job that is in a block is mined",
            submitted,
            see(18, 7, 20, 8, in(BLOCK), Map.of(), Map.of()),
            new Change.Mined<>(0L, TX.hash(), BLOCK),
            NOTHING),
        row(
            "a nonce that is used in the newest state only is not given up",
            submitted,
            see(18, 7, 20, 8, NOWHERE, Map.of(), Map.of()),
            null,
            List.of(TX)),
        row(
            "a nonce that somebody else used for good reopens the job",
            submitted,
            see(18, 8, 20, 8, NOWHERE, Map.of(), Map.of()),
            new Change.Reopened<>(0L, "nonce 7 went to a transaction of somebody else"),
            NOTHING),
        row(
            "a mined job waits for its block to be final",
            mined,
            see(19, 7, 21, 8, in(BLOCK), Map.of(), Map.of()),
            null,
            NOTHING),
        row(
            "a mined job in a final block is final",
            mined,
            see(20, 8, 22, 8, in(BLOCK), Map.of(0L, new Outcome.Settled()), Map.of()),
            new Change.Finalized<>(0L, Optional.of(TX.hash()), 20),
            NOTHING),
        row(
            "a reorg that moved it is recorded",
            mined,
            see(20, 8, 22, 8, in(OTHER_BLOCK), Map.of(0L, new Outcome.Settled()), Map.of()),
            new Change.Mined<>(0L, TX.hash(), OTHER_BLOCK),
            NOTHING),
        row(
            "a reorg that dropped it broadcasts the same bytes",
            mined,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of()),
            new Change.Submitted<>(0L, TX),
            List.of(TX)),
        row(
            "a reorg that gave its nonce away for good reopens it",
            mined,
            see(20, 8, 22, 8, NOWHERE, Map.of(), Map.of()),
            new Change.Reopened<>(0L, "nonce 7 went to a transaction of somebody else"),
            NOTHING),
        row(
            "a reorg that dropped a transaction of somebody else reopens it",
            found,
            see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of()),
            new Change.Reopened<>(0L, "transaction " + TX.hash() + " is no longer on the chain"),
            NOTHING),
        row(
            "one that reverted for good is tried again where its owner says so",
            mined,
            see(20, 8, 22, 8, in(BLOCK), Map.of(0L, new Outcome.Retry("gas")), Map.of()),
            new Change.Reopened<>(0L, "gas"),
            NOTHING),
        row(
            "one that reverted for good halts where its owner says so",
            mined,
            see(20, 8, 22, 8, in(BLOCK), Map.of(0L, new Outcome.Halt("conflict")), Map.of()),
            new Change.Halted<>(0L, "conflict"),
            NOTHING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void decides(
      String name,
      JobState state,
      Observation<Long> seen,
      Optional<Change<Long>> change,
      List<SignedTransaction> broadcasts) {
    OutboxState<Long> outbox = OutboxState.<Long>empty().with(List.of(Entry.of(job(0), state)));

    Decision<Long> decision = OUTBOX.decide(outbox, seen);

    assertThat(decision)
        .as(name)
        .isEqualTo(new Decision<>(change.map(List::of).orElse(List.of()), broadcasts));
  }

  @Test
  void pipelinesConsecutiveNoncesUpToTheLimit() {
    OutboxState<Long> outbox =
        OutboxState.<Long>empty().with(Stream.of(0L, 1L, 2L, 3L).map(OutboxTest::ready).toList());
    Observation<Long> seen =
        see(
            18,
            7,
            20,
            7,
            NOWHERE,
            Map.of(),
            Map.of(
                0L, new Preflight.Go(),
                1L, new Preflight.Later(),
                2L, new Preflight.Go(),
                3L, new Preflight.Go()));

    Decision<Long> decision =
        new Outbox<Long>(Address.ZERO, limits(2, 5), OutboxTest::sign).decide(outbox, seen);

    assertThat(decision.changes())
        .containsExactly(
            new Change.Submitted<>(0L, sign(unsigned(7, 0))),
            new Change.Submitted<>(2L, sign(unsigned(8, 2))));
  }

  @Test
  void nothingPassesAJobThatHolds() {
    OutboxState<Long> outbox = OutboxState.<Long>empty().with(List.of(ready(0L), ready(1L)));
    Observation<Long> seen =
        see(
            18,
            7,
            20,
            7,
            NOWHERE,
            Map.of(),
            Map.of(0L, new Preflight.Hold(), 1L, new Preflight.Go()));

    assertThat(OUTBOX.decide(outbox, seen)).isEqualTo(new Decision<>(List.of(), List.of()));
  }

  @Test
  void nothingIsSentBehindAHaltedJobAndWhatIsSentIsFollowed() {
    OutboxState<Long> outbox =
        OutboxState.<Long>empty()
            .with(
                List.of(
                    Entry.of(job(9), new JobState.Halted("conflict")),
                    Entry.of(job(0), new JobState.Submitted(Submission.of(TX))),
                    ready(1L)));
    Observation<Long> seen = see(18, 7, 20, 8, in(BLOCK), Map.of(), Map.of(1L, new Preflight.Go()));

    assertThat(outbox.halted()).contains("conflict");
    assertThat(OUTBOX.decide(outbox, seen).changes())
        .containsExactly(new Change.Mined<>(0L, TX.hash(), BLOCK));
  }

  @Test
  void broadcastsAgainAfterSomeBlocksOnly() {
    OutboxState<Long> outbox =
        OutboxState.<Long>empty()
            .with(List.of(Entry.of(job(0), new JobState.Submitted(Submission.of(TX)))))
            .broadcast(TX, 20);

    assertThat(broadcastsAt(outbox, 24)).isEmpty();
    assertThat(broadcastsAt(outbox, 25)).containsExactly(TX);
    assertThat(broadcastsAt(outbox, 19)).containsExactly(TX);
  }

  @Test
  void aNewNonceFollowsThoseOfTransactionsThatAreNotMinedYet() {
    OutboxState<Long> outbox =
        OutboxState.<Long>empty()
            .with(List.of(Entry.of(job(0), new JobState.Submitted(Submission.of(TX))), ready(1L)));
    Observation<Long> seen = see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(1L, new Preflight.Go()));

    assertThat(OUTBOX.decide(outbox, seen).changes())
        .containsExactly(new Change.Submitted<>(1L, sign(unsigned(8, 1))));
  }

  @Test
  void offersMoreForTheNonceThatAllWaitForAndKeepsAnEyeOnAllAttempts() {
    SignedTransaction raised =
        sign(unsigned(7, 0, new Fees(BigInteger.valueOf(3), BigInteger.TWO)));
    Observation<Long> late = see(10, 7, 28, 7, NOWHERE, Map.of(), Map.of());
    OutboxState<Long> outbox = submittedAt(20);

    Decision<Long> decision = OUTBOX.decide(outbox, late);

    assertThat(decision)
        .isEqualTo(new Decision<>(List.of(new Change.Submitted<>(0L, raised)), List.of(raised)));
    JobState after = outbox.after(decision.changes()).entries().getFirst().state();
    assertThat(after).isEqualTo(new JobState.Submitted(Submission.of(TX).with(raised)));
    assertThat(OUTBOX.decide(outbox.after(decision.changes()), seeMinedFirst()).changes())
        .containsExactly(new Change.Mined<>(0L, TX.hash(), BLOCK));
  }

  @Test
  void offersNoMoreBeforeItsTimeNorBehindAnotherNonceNorAboveTheLimit() {
    Outbox<Long> cheap =
        new Outbox<>(Address.ZERO, new Limits(3, 50, 8, BigInteger.TWO), OutboxTest::sign);

    assertThat(
            OUTBOX
                .decide(submittedAt(20), see(10, 7, 27, 7, NOWHERE, Map.of(), Map.of()))
                .changes())
        .isEmpty();
    assertThat(
            OUTBOX
                .decide(submittedAt(20), see(10, 6, 28, 6, NOWHERE, Map.of(), Map.of()))
                .changes())
        .isEmpty();
    assertThat(
            cheap.decide(submittedAt(20), see(10, 7, 28, 7, NOWHERE, Map.of(), Map.of())).changes())
        .isEmpty();
  }

  @Test
  void usesUpANonceThatAReorgGaveBackWhenAllBehindItHaveWaited() {
    OutboxState<Long> outbox = submittedAt(20);

    List<SignedTransaction> broadcasts =
        OUTBOX.decide(outbox, see(10, 6, 28, 6, NOWHERE, Map.of(), Map.of())).broadcasts();

    assertThat(broadcasts).hasSize(2).contains(TX);
    assertThat(broadcasts.getLast().nonce()).isEqualTo(6);
    assertThat(isFiller(broadcasts.getLast())).isTrue();
  }

  @Test
  void offersNoMoreThanTheLimitFromTheStart() {
    Outbox<Long> cheap =
        new Outbox<>(Address.ZERO, new Limits(3, 5, 8, BigInteger.ONE), OutboxTest::sign);
    OutboxState<Long> outbox = OutboxState.<Long>empty().with(List.of(ready(0L)));
    Observation<Long> seen = see(18, 7, 20, 7, NOWHERE, Map.of(), Map.of(0L, new Preflight.Go()));

    assertThat(cheap.decide(outbox, seen).broadcasts())
        .containsExactly(sign(unsigned(7, 0, new Fees(BigInteger.ONE, BigInteger.ONE))));
  }

  private static OutboxState<Long> submittedAt(long latest) {
    return OutboxState.<Long>empty()
        .with(List.of(Entry.of(job(0), new JobState.Submitted(Submission.of(TX)))))
        .broadcast(TX, latest);
  }

  private static Observation<Long> seeMinedFirst() {
    return see(18, 7, 30, 8, in(BLOCK), Map.of(), Map.of());
  }

  private static List<SignedTransaction> broadcastsAt(OutboxState<Long> outbox, long latest) {
    return OUTBOX.decide(outbox, see(10, 7, latest, 7, NOWHERE, Map.of(), Map.of())).broadcasts();
  }

  private static Arguments row(
      String name,
      JobState state,
      Observation<Long> seen,
      @Nullable Change<Long> change,
      List<SignedTransaction> broadcasts) {
    return Arguments.of(name, state, seen, Optional.ofNullable(change), broadcasts);
  }

  private static Observation<Long> see(
      long finalized,
      long finalNonce,
      long latest,
      long latestNonce,
      Map<Bytes32, ChainReceipt> receipts,
      Map<Long, Outcome> outcomes,
      Map<Long, Preflight> preflights) {
    return new Observation<>(
        finalized, finalNonce, latest, latestNonce, FEES, receipts, outcomes, preflights);
  }

  private static Map<Bytes32, ChainReceipt> in(BlockRef block) {
    return Map.of(TX.hash(), new ChainReceipt(TX.hash(), true, block, 1));
  }

  private static BlockRef block(long number, int fork) {
    return new BlockRef(number, Sha256.hash(new byte[] {(byte) number, (byte) fork}));
  }

  static Limits limits(int maxSubmitted, long rebroadcastBlocks) {
    return new Limits(maxSubmitted, rebroadcastBlocks, 8, BigInteger.valueOf(1000));
  }

  /** Whether a transaction does nothing but use its nonce. */
  static boolean isFiller(SignedTransaction transaction) {
    return transaction.raw().asBuffer().getLong(Long.BYTES) == -1;
  }

  private static Entry<Long> ready(long id) {
    return Entry.of(job(id), new JobState.Ready());
  }

  static Job<Long> job(long id) {
    return new Job<>(id, Address.ZERO, data(id), 100);
  }

  private static Bytes data(long id) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
  }

  private static UnsignedTransaction unsigned(long nonce, long id) {
    return unsigned(nonce, id, FEES);
  }

  private static UnsignedTransaction unsigned(long nonce, long id, Fees fees) {
    return new UnsignedTransaction(nonce, fees, 100, Address.ZERO, data(id));
  }

  /** Not a signature, but bytes that name nonce, job and offer. */
  static SignedTransaction sign(UnsignedTransaction transaction) {
    byte[] raw =
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(transaction.nonce())
            .put(transaction.data().size() == 0 ? NO_JOB : transaction.data().toByteArray())
            .putLong(transaction.fees().maxFee().longValueExact())
            .array();
    return new SignedTransaction(
        transaction.nonce(), Sha256.hash(raw), Bytes.wrap(raw), transaction.fees());
  }
}
