package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OnChainReceiptCheck;
import dev.quittance.auditor.chain.OnChainReceiptCheck.FailedCheck;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.auditor.chain.Refund;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.export.ExportLogSource;
import dev.quittance.auditor.export.ExportPart;
import dev.quittance.auditor.export.ExportRequest;
import dev.quittance.auditor.export.ExportResult;
import dev.quittance.auditor.export.Exporter;
import dev.quittance.auditor.prove.Prove;
import dev.quittance.auditor.prove.ProveResult;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.auditor.source.KafkaTopics;
import dev.quittance.auditor.verify.Verify;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleReader;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.methods.response.TransactionReceipt;

/** Audits, proves and verifies on a real broker and a real chain. */
class AuditIT {

  @TempDir Path directory;

  @Test
  void aRunningLogIsAuditedAndItsReceiptsProven() throws Exception {
    try (EmbeddedKafka kafka =
            EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
        EmbeddedChain chain = EmbeddedChain.start(directory.resolve("chain"))) {
      LiveLog log = new LiveLog(kafka, chain);
      log.receipts(20);
      log.close(0);
      log.receipts(15);
      log.close(1);
      log.publish();
      log.receipts(2);

      audits(log, new RpcAnchorChain(chain.rpcUrl()));
      exportsInParts(log, new RpcAnchorChain(chain.rpcUrl()));
      proves(log, new RpcAnchorChain(chain.rpcUrl()));
      provesOnChain(log, chain.rpcUrl());
      readsRefunds(log, new RpcAnchorChain(chain.rpcUrl()));
      namesASecretHandover(log, new RpcAnchorChain(chain.rpcUrl()));
      log.end();
    }
  }

  private static void audits(LiveLog log, RpcAnchorChain chain) {
    AtomicLong told = new AtomicLong();
    AuditReport report =
        Audit.run(
            new KafkaLogSource(log.settings()),
            chain,
            AuditOptions.at(Instant.now()).upTo(Level.L4).trusting(trust(log)),
            progress -> told.set(progress.records()));

    assertThat(report.findings()).isEmpty();
    assertThat(report.exitCode()).isZero();
    assertThat(report.accepted()).isEqualTo(37);
    assertThat(report.openRecords()).isEqualTo(2);
    assertThat(report.anchored()).isEqualTo(2);
    assertThat(told).hasValue(report.records());

    AuditReport blind =
        Audit.run(
            new KafkaLogSource(log.settings()),
            new RpcAnchorChain("http://127.0.0.1:1"),
            AuditOptions.at(Instant.now()).upTo(Level.L4).trusting(trust(log)),
            Progress.Listener.silent());
    assertThat(blind.exitCode()).isEqualTo(3);
    assertThat(blind.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.L2_CHAIN_UNREACHABLE);

    AuditReport trustless =
        Audit.run(
            new KafkaLogSource(log.settings()),
            chain,
            AuditOptions.at(Instant.now()).upTo(Level.L4),
            Progress.Listener.silent());
    assertThat(trustless.exitCode()).isEqualTo(3);
    assertThat(trustless.findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.LOG_NOT_NAMED);
  }

  private static void readsRefunds(LiveLog log, RpcAnchorChain chain) throws Exception {
    Address stranger = Address.fromHex("0x" + "57".repeat(20));
    Address buyer = log.identity().operator();
    AccountAsset account = log.payIn(100, new TreeMap<>(Map.of(buyer, 60L, stranger, 30L)));
    PayoutReading reading =
        chain.paid(log.identity().domain(), log.vault(), List.of(account), 1_767_571_200, 2);

    assertThat(reading).isInstanceOf(PayoutReading.Paid.class);
    PayoutReading.Paid paid = (PayoutReading.Paid) reading;
    assertThat(paid.claimed()).isEqualTo(Map.of(account, BigInteger.ZERO));
    assertThat(paid.paid()).isEmpty();
    assertThat(paid.deposits()).isEqualTo(Map.of(account, BigInteger.valueOf(100)));
    assertThat(paid.refunds())
        .extracting(Refund::to, Refund::amount)
        .containsExactlyInAnyOrder(
            tuple(account, BigInteger.valueOf(60)),
            tuple(new AccountAsset(stranger, account.asset()), BigInteger.valueOf(30)));
  }

  private void exportsInParts(LiveLog log, RpcAnchorChain chain) {
    ExportPart first = export(log, "one", Optional.empty());
    ExportPart second = export(log, "two", Optional.of(first));
    ExportLogSource source =
        ((ExportLogSource.Opened) ExportLogSource.open(List.of(first.folder(), second.folder())))
            .source();
    AuditReport report =
        Audit.run(
            source,
            chain,
            AuditOptions.at(Instant.now()).upTo(Level.L4).trusting(trust(log)),
            Progress.Listener.silent());

    assertThat(source.problems()).isEmpty();
    assertThat(report.findings()).isEmpty();
    assertThat(report.accepted()).isEqualTo(35);
    assertThat(second.manifest().files())
        .filteredOn(file -> file.topic().equals("receipts"))
        .allMatch(file -> file.firstOffset() > file.afterOffset().orElseThrow());
  }

  /** One period more than there is. */
  private ExportPart export(LiveLog log, String name, Optional<ExportPart> after) {
    ExportRequest request =
        new ExportRequest(
            directory.resolve(name),
            after,
            OptionalLong.of(ExportRequest.first(after)),
            Map.of(),
            Optional.empty(),
            Instant.now());
    assertThat(Exporter.run(new KafkaTopics(log.settings()), request, _ -> {}))
        .isInstanceOf(ExportResult.Exported.class);
    return ((ExportPart.Found) ExportPart.read(directory.resolve(name))).part();
  }

  private static void proves(LiveLog log, RpcAnchorChain chain) {
    KafkaLogSource source = new KafkaLogSource(log.settings());
    Bytes32 orderId = log.orderIds().get(7);
    ProveResult result = Prove.bundle(source, orderId, Optional.empty());

    assertThat(result).isInstanceOf(ProveResult.Proven.class);
    String bundle = ((ProveResult.Proven) result).bundle();
    Optional<Trust> trust = Optional.of(trust(log));
    assertThat(Verify.offline().verify("b", bundle, trust).exitCode()).isZero();
    assertThat(Verify.with(chain).verify("b", bundle, trust).toText())
        .contains("chainRead")
        .endsWith("holds\n");
    assertThat(
            Verify.with(new RpcAnchorChain("http://127.0.0.1:1"))
                .verify("b", bundle, trust)
                .exitCode())
        .isEqualTo(3);
    assertThat(Prove.bundle(source, log.orderIds().getLast(), Optional.empty()))
        .isEqualTo(new ProveResult.PeriodOpen(2));
  }

  private static void namesASecretHandover(LiveLog log, RpcAnchorChain chain) throws Exception {
    List<TransactionReceipt> secret = log.handOverThereAndBack();
    AuditReport report =
        Audit.run(
            new KafkaLogSource(log.settings()),
            chain,
            AuditOptions.at(Instant.now()).upTo(Level.L4).trusting(trust(log)),
            Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .hasSameSizeAs(secret)
        .allMatch(finding -> finding.code() == FindingCode.L2_HANDOVER_UNKNOWN)
        .allMatch(finding -> finding.place().equals(Place.chain(2)));
    for (TransactionReceipt handover : secret) {
      assertThat(report.findings())
          .as("names block and transaction of %s", handover)
          .anyMatch(finding ->
              finding
                  .message()
                  .endsWith(
                      "block %d, transaction %s"
                          .formatted(handover.getBlockNumber(), handover.getTransactionHash())));
    }
  }

  @Test
  void anEndpointThatAnswersWithErrorsIsInconclusive() throws Exception {
    HttpServer failing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    failing.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    failing.start();
    try {
      RpcAnchorChain chain =
          new RpcAnchorChain("http://127.0.0.1:" + failing.getAddress().getPort());
      ReceiptDomain domain = new ReceiptDomain(BigInteger.ONE, Address.ZERO);

      assertThat(chain.read(domain, _ -> true)).isInstanceOf(ChainReading.Unreachable.class);
      assertThat(chain.operators(domain, 1)).isInstanceOf(OperatorReading.Unreachable.class);
    } finally {
      failing.stop(0);
    }
  }

  private static void provesOnChain(LiveLog log, String rpcUrl) {
    OnChainReceiptCheck check = new OnChainReceiptCheck(rpcUrl, log.receiptVerifier());
    List<Bytes32> closed = log.orderIds().subList(14, 26);
    List<Bundle> bundles = closed.stream().map(order -> bundle(log, order)).toList();

    assertThat(bundles)
        .allSatisfy(
            bundle -> assertThat(check.ask(bundle)).isEqualTo(new OnChainReceiptCheck.Proven()));
    Verify verify = Verify.with(new RpcAnchorChain(rpcUrl)).asking(check);
    assertThat(verify.verify("b", proven(log, closed.getFirst()), Optional.empty()).toText())
        .contains("onChain     the contract finds the receipt proven");
    assertThat(check.ask(bundle(log, closed.getFirst(), closed.getLast())))
        .isEqualTo(new OnChainReceiptCheck.NotProven(FailedCheck.SIGNATURE));
    assertThat(new OnChainReceiptCheck(rpcUrl, Address.ZERO).ask(bundles.getFirst()))
        .isInstanceOf(OnChainReceiptCheck.NoAnswer.class);
    assertThat(
            new OnChainReceiptCheck("http://127.0.0.1:1", log.receiptVerifier())
                .ask(bundles.getFirst()))
        .isInstanceOf(OnChainReceiptCheck.NoAnswer.class);
  }

  private static Bundle bundle(LiveLog log, Bytes32 orderId) {
    return BundleReader.parse(proven(log, orderId));
  }

  /** The bundle of an order, with the signature over another one's receipt. */
  private static Bundle bundle(LiveLog log, Bytes32 orderId, Bytes32 signatureOf) {
    String own = bundle(log, orderId).signature().toString();
    String others = bundle(log, signatureOf).signature().toString();
    return BundleReader.parse(proven(log, orderId).replace(own, others));
  }

  private static String proven(LiveLog log, Bytes32 orderId) {
    KafkaLogSource source = new KafkaLogSource(log.settings());
    return ((ProveResult.Proven) Prove.bundle(source, orderId, Optional.empty())).bundle();
  }

  private static Trust trust(LiveLog log) {
    return new Trust(
        log.identity().origin(),
        log.verifierKey(),
        Optional.of(BigInteger.valueOf(EmbeddedChain.CHAIN_ID)),
        Optional.of(log.identity().domain().contract()),
        Optional.empty());
  }

  @Test
  void aBrokerThatIsNotThereIsInconclusive() {
    Map<String, String> settings =
        Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "2000");
    AuditReport report =
        Audit.run(
            new KafkaLogSource(settings),
            new RpcAnchorChain("http://127.0.0.1:1"),
            AuditOptions.at(Instant.now()).upTo(Level.L4),
            Progress.Listener.silent());

    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.toText()).contains("127.0.0.1:1", "check that the broker runs");
  }
}
