package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.tamper.ExportFolder;
import dev.quittance.acceptance.tamper.Forgeries;
import dev.quittance.acceptance.tamper.TamperCase;
import dev.quittance.auditor.Audit;
import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.Severity;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.export.ExportLogSource;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.verify.TrustFile;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator could do to the records of a real run is found, and named where it is. */
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TamperIT {
  private static final int SEEDS = Boolean.getBoolean("quittance.full") ? 3 : 1;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int LIVE = Order.DEFAULT + 1;

  private DemoData data;
  private DemoProcess demo;
  private ExportFolder export;
  private String rpc;
  private Path folder;

  @BeforeAll
  void runAndExport(@TempDir Path temporary) throws IOException {
    folder = temporary;
    data = new DemoData(folder.resolve("data"));
    demo = DemoProcess.start(data, "--orders", "24");
    demo.result();
    demo.gatewayUrl();
    rpc = data.settings().chain().rpc();
    Path target = folder.resolve("export");
    Cli.Outcome outcome = Cli.run("export", "--json", "-c", data.settingsFile(), target);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
    export = new ExportFolder(target);
  }

  @AfterAll
  void end() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  @Order(1)
  void theUntouchedRunHolds() throws IOException {
    Object[] onCluster = {"audit", "--json", "-c", data.settingsFile()};
    Object[] ofCopy = {"audit", "--json", "--export", export.root(), "--rpc", rpc};
    Cli.Outcome cluster = trusting(onCluster);
    Cli.Outcome copy = trusting(ofCopy);

    for (Cli.Outcome outcome : List.of(cluster, copy)) {
      JsonNode report = new ObjectMapper().readTree(outcome.out());
      assertThat(outcome.exitCode()).as(outcome.out()).isZero();
      assertThat(report.path("audit").asText()).isEqualTo("ok");
      assertThat(report.path("orders").asInt()).isEqualTo(24);
      assertThat(report.path("findings").findValuesAsText("severity")).allMatch("NOTE"::equals);
    }
    assertThat(trusting("audit", "--export", export.root()).exitCode())
        .as("without a chain")
        .isEqualTo(3);
    for (Object[] words : List.of(onCluster, ofCopy)) {
      Cli.Outcome untrusted = Cli.run(words);
      assertThat(untrusted.exitCode()).as("without trust").isEqualTo(3);
      assertThat(untrusted.out()).contains("LOG-NOT-NAMED", "L5-VAULT-NOT-NAMED");
    }
  }

  private Cli.Outcome trusting(Object... words) {
    List<Object> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--trust", data.trust()));
    return Cli.run(all.toArray());
  }

  static List<TamperCase> cases() {
    return TamperCase.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsDoneToATopicIsNamed(TamperCase one) throws IOException {
    for (int seed = 1; seed <= SEEDS; seed++) {
      ExportFolder copy = copy();
      TamperCase.Tampered tampered = one.tamper(copy, new Random(seed));
      AuditReport report = audit(copy);
      assertThat(tampered.isNamedBy(report))
          .as("seed %d, %s in %s", seed, tampered, report.toText())
          .isTrue();
    }
  }

  @Test
  void aForgedCloseIsNamed() throws IOException {
    ExportFolder copy = copy();
    Forgeries.Forged forged = Forgeries.close(copy, new Random(1));
    assertNamed(audit(copy), forged, FindingCode.L4_REFUSED_CLOSE);
  }

  @Test
  void aForgedReceiptIsNamed() throws IOException {
    ExportFolder copy = copy();
    Forgeries.Forged forged = Forgeries.receipt(copy, new Random(2));
    assertNamed(audit(copy), forged, FindingCode.L0_BAD_SIGNATURE);
  }

  @Test
  void swappedOutputsAreNamed() throws IOException {
    for (String topic : List.of(Topics.EXECUTIONS.name(), Topics.RECEIPTS.name())) {
      ExportFolder copy = copy();
      List<Forgeries.Forged> swapped = Forgeries.swapOutputs(copy, topic);
      AuditReport report = audit(copy);
      FindingCode code =
          topic.equals(Topics.RECEIPTS.name())
              ? FindingCode.L0_BAD_SIGNATURE
              : FindingCode.L5_EXECUTION_DIFFERS;
      swapped.forEach(forged -> assertNamed(report, forged, code));
    }
  }

  @Test
  void aChangeThatTheManifestDoesNotKnowIsNamedToo() throws IOException {
    ExportFolder copy = copy();
    ExportFolder.Partition partition = copy.partitions(Topics.PLANS.name()).getFirst();
    List<RawRecord> records = new ArrayList<>(copy.records(partition));
    records.removeLast();
    copy.write(partition, records);
    AuditReport report = audit(copy);

    assertThat(report.findings())
        .anyMatch(finding ->
            finding.code() == FindingCode.EXPORT_CHANGED
                && finding.place().topic().equals(Topics.PLANS.name())
                && finding.place().partition().orElse(-1) == partition.number())
        .anyMatch(finding -> finding.code() == FindingCode.L5_PLAN_MISSING);
  }

  @Test
  void aFileThatIsCutOffIsNamedWithItsByte() throws IOException {
    ExportFolder copy = copy();
    Path file = copy.root().resolve("topics/anchors/0.records");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    AuditReport report = audit(copy);

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.EXPORT_DAMAGED);
          assertThat(finding.message()).contains(file + ", byte ");
        });
  }

  /** Last: what is appended to a topic stays there. */
  @Test
  @Order(LIVE)
  void whatIsAppendedToALiveTopicIsNamed() throws Exception {
    for (String topic : List.of(Topics.SETTLEMENTS.name(), Topics.RECEIPTS.name())) {
      ExportFolder.Partition partition = export.partitions(topic).getFirst();
      RawRecord record =
          export.records(partition).stream()
              .filter(one -> one.key().isPresent())
              .findFirst()
              .orElseThrow();
      long offset = append(partition, record);
      AuditReport report = auditCluster();
      assertThat(report.findings())
          .as("%s@%d", partition, offset)
          .anyMatch(finding ->
              finding.severity() == Severity.FAIL
                  && finding.place().topic().equals(topic)
                  && finding.place().partition().orElse(-1) == partition.number()
                  && finding.place().offset().orElse(-1) == offset);
    }
  }

  private long append(ExportFolder.Partition partition, RawRecord record)
      throws InterruptedException, ExecutionException {
    byte[] key = record.key().map(Bytes::toByteArray).orElse(null);
    byte[] value = record.value().map(Bytes::toByteArray).orElse(null);
    try (var producer = SettingsWiring.kafkaAccess(data.settings()).producer()) {
      return producer
          .send(new ProducerRecord<>(partition.topic(), partition.number(), key, value))
          .get()
          .offset();
    }
  }

  private AuditReport auditCluster() throws IOException {
    return Audit.run(
        new KafkaLogSource(data.settings().kafka().client()),
        new RpcAnchorChain(rpc),
        AuditOptions.at(Instant.now()).trusting(trust()),
        Progress.Listener.silent());
  }

  private Trust trust() throws IOException {
    return TrustFile.parse("trust.json", Files.readString(data.trust()));
  }

  private ExportFolder copy() throws IOException {
    return export.copyTo(Files.createTempDirectory(folder, "copy").resolve("export"));
  }

  private AuditReport audit(ExportFolder copy) throws IOException {
    if (!(ExportLogSource.open(copy.root())
        instanceof ExportLogSource.Opened(ExportLogSource source))) {
      throw new AssertionError("the export can't be opened");
    }
    AuditOptions options = AuditOptions.at(Instant.now()).within(GRACE).trusting(trust());
    return Audit.run(source, new RpcAnchorChain(rpc), options, Progress.Listener.silent());
  }

  private static void assertNamed(AuditReport report, Forgeries.Forged forged, FindingCode code) {
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .as("%s: %s", forged, report.toText())
        .anyMatch(finding -> isAt(finding, forged) && finding.code() == code);
  }

  private static boolean isAt(Finding finding, Forgeries.Forged forged) {
    return finding.severity() == Severity.FAIL
        && finding.place().topic().equals(forged.partition().topic())
        && finding.place().partition().orElse(-1) == forged.partition().number()
        && finding.place().offset().orElse(-1) == forged.offset();
  }
}
