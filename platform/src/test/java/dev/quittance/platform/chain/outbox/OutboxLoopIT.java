package dev.quittance.platform.chain.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.contracts.abi.TestUSD;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.Devnet;
import dev.quittance.platform.chain.FalseRpc;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/** Outboxes on a real devnet: each job mints one unit to an account of its own. */
class OutboxLoopIT {
  private static final Keyring KEYS =
      Keyring.of("test test test test test test test test test test test junk");
  private static final AtomicInteger NEXT_KEY = new AtomicInteger(1);

  @TempDir static Path directory;
  private static Devnet devnet;
  private static ChainRpc rpc;
  private static TestUSD token;

  @BeforeAll
  static void startChain() {
    devnet = new Devnet(directory);
    rpc = ChainRpc.at(devnet.rpcUrl());
    String address = devnet.deploy(KEYS.operator().address()).testUsd().orElseThrow();
    token =
        TestUSD.load(
            address,
            rpc.web3j(),
            new ReadonlyTransactionManager(rpc.web3j(), address),
            new DefaultGasProvider());
  }

  @AfterAll
  static void stopChain() {
    rpc.close();
    devnet.close();
  }

  @Test
  void aCrashBetweenRecordAndBroadcastLosesNothing() throws IOException {
    Mints mints = new Mints(3);
    mints.crash = Crash.AFTER_COMMIT;
    try (var _ = mints.start()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !mints.failures.isEmpty());
    }
    assertThat(mints.submissions()).hasSize(3);
    assertThat(mints.minted()).containsOnly(BigInteger.ZERO);

    mints.runToTheEnd();

    assertThat(mints.submissions()).hasSize(3);
  }

  @Test
  void aCrashAfterBroadcastDoesNothingTwice() throws IOException {
    Mints mints = new Mints(3);
    mints.crash = Crash.BEFORE_SECOND_COMMIT;
    try (var _ = mints.start()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !mints.failures.isEmpty());
    }

    mints.runToTheEnd();

    assertThat(mints.submissions()).hasSize(3);
  }

  @Test
  void aReorgAboveTheFinalBlockIsOvercome() throws IOException {
    Mints mints = new Mints(5);
    try (var _ = mints.start()) {
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(60))
          .until(() -> mints.journal.stream().anyMatch(Change.Mined.class::isInstance));
      devnet.reorg(1);
      mints.awaitFinal();
    }
    assertThat(mints.minted()).containsOnly(BigInteger.ONE);
    assertThat(mints.submissions()).allMatch(mints.submissions().subList(0, 5)::contains);
  }

  @Test
  void oneThatOffersTooLittleIsReplacedAndDoneOnce() throws IOException {
    Mints mints = new Mints(2);
    mints.limits = new Outbox.Limits(16, 5, 2, BigInteger.valueOf(1_000_000_000_000L));
    // Once its own fees are decided.
    mints.beforeTheFirst = () -> devnet.nextBaseFee(100_000_000_000L);
    try (var _ = mints.start()) {
      mints.awaitFinal();
    }
    assertThat(mints.submissions()).hasSizeGreaterThan(2);
    assertThat(mints.submissions().stream().map(SignedTransaction::nonce).distinct()).hasSize(2);
    assertThat(mints.minted()).containsOnly(BigInteger.ONE);
  }

  @ParameterizedTest
  @EnumSource(FalseRpc.Lie.class)
  void oneFalseEndpointOfThreeChangesNothing(FalseRpc.Lie lie) throws IOException {
    Mints mints = new Mints(2);
    try (FalseRpc falseRpc = FalseRpc.inFrontOf(devnet.rpcUrl(), lie)) {
      mints.rpcUrls = List.of(falseRpc.url(), devnet.rpcUrl(), devnet.rpcUrl());
      try (var _ = mints.start()) {
        mints.awaitFinal();
      }
    }
    assertThat(mints.minted()).containsOnly(BigInteger.ONE);
    assertThat(mints.submissions().stream().map(SignedTransaction::hash).distinct()).hasSize(2);
  }

  @Test
  void anEndpointThatIsGoneIsPassedOver() throws IOException {
    Mints mints = new Mints(2);
    mints.rpcUrls = List.of("http://127.0.0.1:1", devnet.rpcUrl(), devnet.rpcUrl());
    mints.runToTheEnd();
    assertThat(mints.submissions()).hasSize(2);
  }

  @Test
  void aChainThatGoesAwayIsWaitedFor() throws IOException {
    Mints mints = new Mints(4);
    try (OutboxLoop<Long> loop = mints.start()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> !mints.submissions().isEmpty());
      devnet.kill();
      await().atMost(Duration.ofSeconds(60)).until(() -> !loop.isReady());
      devnet.restart();
      mints.awaitFinal();
      assertThat(loop.isReady()).isTrue();
    }
    assertThat(mints.minted()).containsOnly(BigInteger.ONE);
    assertThat(mints.failures).isEmpty();
  }

  @Test
  void theFacadeAgreesWithItself() throws IOException {
    BlockHead latest = rpc.latest();
    assertThat(rpc.chainId()).isEqualTo(EmbeddedChain.CHAIN_ID);
    assertThat(rpc.blockHash(latest.number())).contains(latest.ref().hash());
    assertThat(rpc.finalized().number()).isLessThanOrEqualTo(latest.number());
    assertThat(rpc.blockHash(latest.number() + 1000)).isEmpty();
  }

  private enum Crash {
    NEVER,
    AFTER_COMMIT,
    BEFORE_SECOND_COMMIT
  }

  /** Jobs of one key, and a journal in memory that outlives the loops. */
  private static final class Mints {
    private final Signer key = KEYS.agent(NEXT_KEY.getAndIncrement());
    private final int jobs;
    private final List<Change<Long>> journal = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile Crash crash = Crash.NEVER;
    private Runnable beforeTheFirst = () -> {};
    private List<String> rpcUrls = List.of(devnet.rpcUrl());
    private Outbox.Limits limits = Outbox.Limits.DEFAULT;

    Mints(int jobs) {
      this.jobs = jobs;
      devnet.fund(key.address());
    }

    OutboxLoop<Long> start() {
      return OutboxLoop.start(
          new OutboxLoop.Settings(
              "mints",
              new ChainEndpoint(
                  rpcUrls,
                  ChainRpc.DEFAULT_CONFIRMATIONS,
                  EmbeddedChain.CHAIN_ID,
                  Address.ZERO,
                  Address.ZERO),
              new TransactionSigner(key, EmbeddedChain.CHAIN_ID),
              limits,
              Duration.ofMillis(200)),
          new Alone(),
          (_, _) -> new Work(this),
          failures::add);
    }

    void runToTheEnd() throws IOException {
      crash = Crash.NEVER;
      try (var _ = start()) {
        awaitFinal();
      }
      assertThat(minted()).containsOnly(BigInteger.ONE);
    }

    void awaitFinal() {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> journal.stream().filter(Change.Finalized.class::isInstance).count() == jobs);
    }

    List<SignedTransaction> submissions() {
      return journal.stream()
          .filter(Change.Submitted.class::isInstance)
          .map(change -> ((Change.Submitted<Long>) change).transaction())
          .toList();
    }

    List<BigInteger> minted() throws IOException {
      List<BigInteger> balances = new ArrayList<>();
      for (int job = 0; job < jobs; job++) {
        balances.add(rpc.read(token.balanceOf(account(job).toString())::send));
      }
      return balances;
    }

    Address account(long job) {
      byte[] name = ("mint " + key.address() + " " + job).getBytes(UTF_8);
      return Address.wrap(Arrays.copyOf(Keccak256.hash(name).toByteArray(), Address.SIZE));
    }

    Entry<Long> entry(long job, Map<Long, JobState> states) {
      String data = token.mint(account(job).toString(), BigInteger.ONE).encodeFunctionCall();
      return Entry.of(
          new Job<>(job, Address.fromHex(token.getContractAddress()), Bytes.fromHex(data), 120_000),
          states.getOrDefault(job, new JobState.Ready()));
    }
  }

  private static final class Work implements OutboxWork<Long> {
    private final Mints mints;
    private int commits;
    private boolean arrived;

    Work(Mints mints) {
      this.mints = mints;
    }

    @Override
    public List<Entry<Long>> arrivals() {
      if (arrived) {
        return List.of();
      }
      arrived = true;
      Map<Long, JobState> states = new HashMap<>();
      for (Change<Long> change : mints.journal) {
        JobState before = states.getOrDefault(change.id(), new JobState.Ready());
        states.put(change.id(), before.after(change));
      }
      return IntStream.range(0, mints.jobs).mapToObj(job -> mints.entry(job, states)).toList();
    }

    @Override
    public Preflight preflight(Job<Long> job, long finalized, BlockHead latest) {
      mints.beforeTheFirst.run();
      mints.beforeTheFirst = () -> {};
      return new Preflight.Go();
    }

    @Override
    public Outcome outcome(Job<Long> job, ChainReceipt receipt, long finalized) {
      return receipt.succeeded() ? new Outcome.Settled() : new Outcome.Halt("reverted");
    }

    @Override
    public void commit(List<Change<Long>> changes) {
      commits++;
      if (mints.crash == Crash.BEFORE_SECOND_COMMIT && commits == 2) {
        throw new IllegalStateException("crash before the commit");
      }
      mints.journal.addAll(changes);
      if (mints.crash == Crash.AFTER_COMMIT) {
        throw new IllegalStateException("crash after the commit");
      }
    }

    @Override
    public void close() {}
  }

  /** Nobody else may send. */
  private record Alone() implements Leadership {
    @Override
    public Role role() {
      return Role.LEADING;
    }

    @Override
    public void close() {}
  }
}
