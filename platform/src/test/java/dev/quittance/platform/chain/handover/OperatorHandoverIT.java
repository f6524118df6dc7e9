package dev.quittance.platform.chain.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.quittance.contracts.Deployment;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.Devnet;
import dev.quittance.platform.chain.FalseRpc;
import dev.quittance.platform.chain.GasEstimate;
import dev.quittance.platform.chain.OperatedView;
import dev.quittance.platform.chain.SendResult;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handing contracts over on a real devnet; each test has keys of its own. */
class OperatorHandoverIT {
  /** Not anvil's mnemonic, whose accounts are rich: here nobody has money that was not given. */
  private static final Keyring KEYS =
      Keyring.of("legal winner thank year wave sausage worth useful legal winner thank yellow");

  private static final AtomicInteger NEXT_KEY = new AtomicInteger(1);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final BigInteger ETHER = BigInteger.TEN.pow(18);

  @TempDir static Path directory;
  private static Devnet devnet;
  private static ChainRpc rpc;

  private final Signer old = KEYS.agent(NEXT_KEY.getAndIncrement());
  private final Signer heir = KEYS.agent(NEXT_KEY.getAndIncrement());
  private OperatedView anchor;
  private OperatedView vault;
  private Address token;

  @BeforeAll
  static void startChain() {
    devnet = new Devnet(directory);
    rpc = ChainRpc.at(devnet.rpcUrl());
  }

  @AfterAll
  static void stopChain() {
    rpc.close();
    devnet.close();
  }

  @BeforeEach
  void deploy() {
    Deployment contracts = devnet.deploy(old.address());
    anchor = new OperatedView(rpc, Address.fromHex(contracts.anchor()));
    vault = new OperatedView(rpc, Address.fromHex(contracts.vault()));
    token = Address.fromHex(contracts.testUsd().orElseThrow());
    devnet.fund(old.address());
  }

  @Test
  void anchorAndVaultGoOverAndAgainDoesNothing() throws IOException {
    devnet.fund(heir.address());
    for (OperatedView contract : new OperatedView[] {anchor, vault}) {
      assertThat(contract.operator()).isEqualTo(old.address());
      assertThat(contract.pendingOperator()).isEmpty();

      assertThat(handover().handOver(contract.address()))
          .isInstanceOfSatisfying(
              HandoverResult.HandedOver.class,
              done -> assertThat(done.transactions()).hasSize(2).doesNotHaveDuplicates());

      assertThat(contract.operator()).isEqualTo(heir.address());
      assertThat(contract.pendingOperator()).isEmpty();
      assertThat(handover().handOver(contract.address()))
          .isEqualTo(new HandoverResult.AlreadyDone());
    }
    assertThat(rpc.transactionCount(old.address())).isEqualTo(2);
    assertThat(rpc.transactionCount(heir.address())).isEqualTo(2);
  }

  @Test
  void theNewOperatorAnchorsAndTheOldOneNoMore() throws IOException {
    devnet.fund(heir.address());
    Bytes call = new AnchorView(rpc, anchor.address()).anchorCall(firstRecord());
    assertThat(estimate(old, call)).isInstanceOf(GasEstimate.Estimated.class);
    assertThat(estimate(heir, call)).isInstanceOf(GasEstimate.Reverts.class);

    assertThat(handover().handOver(anchor.address())).isInstanceOf(HandoverResult.HandedOver.class);

    assertThat(estimate(old, call)).isInstanceOf(GasEstimate.Reverts.class);
    assertThat(estimate(heir, call)).isInstanceOf(GasEstimate.Estimated.class);
  }

  @Test
  void goesOnAfterAnOfferThatWasMined() throws IOException {
    devnet.fund(heir.address());
    KeyTransactions before = transactions(old);
    before.send(anchor.address(), BigInteger.ZERO, anchor.offerCall(heir.address()));
    assertThat(anchor.pendingOperator()).contains(heir.address());

    assertOnlyAccepts();
  }

  @Test
  void goesOnAfterAnOfferThatIsUnderWay() throws IOException {
    devnet.fund(heir.address());
    var offer =
        new TransactionSigner(old, EmbeddedChain.CHAIN_ID)
            .sign(
                new UnsignedTransaction(
                    0,
                    rpc.fees(rpc.latest()),
                    OperatorHandover.STEP_GAS,
                    anchor.address(),
                    anchor.offerCall(heir.address())));
    assertThat(rpc.send(offer)).isEqualTo(new SendResult.Accepted());

    assertOnlyAccepts();
  }

  @Test
  void anOfferToAnotherIsReplaced() throws IOException {
    devnet.fund(heir.address());
    transactions(old).send(anchor.address(), BigInteger.ZERO, anchor.offerCall(anchor.address()));

    assertThat(handover().handOver(anchor.address())).isInstanceOf(HandoverResult.HandedOver.class);
    assertThat(anchor.operator()).isEqualTo(heir.address());
  }

  @Test
  void aNewKeyWithoutMoneyIsRefusedBeforeAnythingIsSent() throws IOException {
    assertThat(handover().handOver(anchor.address()))
        .isInstanceOfSatisfying(
            HandoverResult.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith(
                        "the new operator %s has 0 ether on chain %d, and 0.000"
                            .formatted(heir.address(), EmbeddedChain.CHAIN_ID))
                    .contains("are needed: send it at least"));
    assertThat(rpc.transactionCount(old.address())).isZero();
    assertThat(anchor.pendingOperator()).isEmpty();
  }

  @Test
  void aKeyThatDoesNotOperateIsRefused() throws IOException {
    devnet.fund(heir.address());
    Signer stranger = KEYS.agent(NEXT_KEY.getAndIncrement());
    assertThat(handover(rpc, stranger, PATIENCE).handOver(vault.address()))
        .isInstanceOfSatisfying(
            HandoverResult.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains(vault.address().toString())
                    .contains("operated by " + old.address())
                    .contains("not by the old key " + stranger.address()));
  }

  @Test
  void whatIsNoContractOfALogIsRefused() throws IOException {
    assertThat(handover().handOver(heir.address()))
        .isEqualTo(new HandoverResult.Refused("there is no contract at " + heir.address()));
    assertThat(handover().handOver(token))
        .isInstanceOfSatisfying(
            HandoverResult.Refused.class,
            refused -> assertThat(refused.reason()).contains(token + " has one operator for good"));
  }

  @Test
  void anotherChainIsRefused() throws IOException {
    try (FalseRpc other = FalseRpc.inFrontOf(devnet.rpcUrl(), FalseRpc.Lie.IS_ANOTHER_CHAIN);
        ChainRpc otherRpc = ChainRpc.at(other.url())) {
      assertThat(handover(otherRpc, old, PATIENCE).handOver(anchor.address()))
          .isInstanceOfSatisfying(
              HandoverResult.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .contains("is 5, the contracts are on " + EmbeddedChain.CHAIN_ID));
    }
  }

  @Test
  void aDroppedTransactionIsSaidAndTheNextCallGoesOn() throws IOException {
    devnet.fund(heir.address());
    try (FalseRpc dropping = FalseRpc.inFrontOf(devnet.rpcUrl(), FalseRpc.Lie.DROPS_TRANSACTIONS);
        ChainRpc droppingRpc = ChainRpc.at(dropping.url())) {
      OperatorHandover cutOff = handover(droppingRpc, old, Duration.ofSeconds(1));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> cutOff.handOver(anchor.address()))
          .withMessageContaining("is in no block after PT1S; start again");
    }
    assertThat(handover().handOver(anchor.address())).isInstanceOf(HandoverResult.HandedOver.class);
  }

  @Test
  void aNodeThatShowsTransactionsTooEarlyIsNotBelieved() throws IOException {
    devnet.fund(heir.address());
    try (FalseRpc early = FalseRpc.inFrontOf(devnet.rpcUrl(), FalseRpc.Lie.SHOWS_ALL_AS_MINED);
        ChainRpc earlyRpc = ChainRpc.at(early.url())) {
      assertThat(handover(earlyRpc, old, PATIENCE).handOver(anchor.address()))
          .isInstanceOf(HandoverResult.HandedOver.class);
    }
    assertThat(anchor.operator()).isEqualTo(heir.address());
    assertThat(rpc.transactionCount(old.address())).isEqualTo(1);
  }

  @Test
  void theOldKeyFundsTheNewOneUpToAnAmountOnce() throws IOException {
    assertThat(handover().fund(ETHER))
        .isInstanceOfSatisfying(
            FundingResult.Funded.class, funded -> assertThat(funded.amountWei()).isEqualTo(ETHER));
    assertThat(rpc.balance(heir.address())).isEqualTo(ETHER);
    assertThat(handover().fund(ETHER)).isEqualTo(new FundingResult.EnoughAlready(ETHER));
    assertThat(rpc.transactionCount(old.address())).isEqualTo(1);

    assertThat(handover().handOver(anchor.address())).isInstanceOf(HandoverResult.HandedOver.class);
  }

  @Test
  void fundingWithMoreThanTheOldKeyHasIsRefused() throws IOException {
    assertThat(handover().fund(ETHER.pow(2)))
        .isInstanceOfSatisfying(
            FundingResult.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .startsWith("the old operator " + old.address() + " has 1000 ether"));
    assertThat(rpc.transactionCount(old.address())).isZero();
  }

  private void assertOnlyAccepts() throws IOException {
    assertThat(handover().handOver(anchor.address()))
        .isInstanceOfSatisfying(
            HandoverResult.HandedOver.class, done -> assertThat(done.transactions()).hasSize(1));
    assertThat(anchor.operator()).isEqualTo(heir.address());
    assertThat(rpc.transactionCount(old.address())).isEqualTo(1);
  }

  private OperatorHandover handover() {
    return handover(rpc, old, PATIENCE);
  }

  private OperatorHandover handover(ChainRpc through, Signer from, Duration patience) {
    return new OperatorHandover(through, EmbeddedChain.CHAIN_ID, from, heir, patience);
  }

  private static KeyTransactions transactions(Signer key) {
    return new KeyTransactions(rpc, new TransactionSigner(key, EmbeddedChain.CHAIN_ID), PATIENCE);
  }

  private GasEstimate estimate(Signer sender, Bytes call) throws IOException {
    return rpc.estimateGas(sender.address(), anchor.address(), call);
  }

  /** The anchor record of an empty first period of the log whose id is zero. */
  private static Bytes firstRecord() {
    byte[] record = new byte[304];
    ByteBuffer.wrap(record).put("QTA1".getBytes(StandardCharsets.US_ASCII)).putInt(1);
    return Bytes.wrap(record);
  }
}
