package dev.quittance.acceptance.tamper;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.quittance.acceptance.tamper.ExportFolder.Partition;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.Finding;
import dev.quittance.auditor.Severity;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.PlansRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A tampering with a topic that must be found where it is.
 *
 * @param topic the topic
 * @param tampering what is done
 */
public record TamperCase(String topic, Tampering tampering) {

  /** The topics that an audit reads. */
  public static final List<String> TOPICS =
      List.of(
          Topics.RECEIPTS.name(),
          Topics.EXECUTIONS.name(),
          Topics.PLANS.name(),
          Topics.ORDERS.name(),
          Topics.SETTLEMENTS.name(),
          Topics.AGENTS.name(),
          Topics.POLICIES.name(),
          Topics.ANCHORS.name(),
          Topics.LOG_HEADS.name(),
          Topics.LOG_INTERIM_HEADS.name(),
          Topics.ACKNOWLEDGEMENTS.name(),
          Topics.SETTLEMENT_ROWS.name(),
          Topics.LOG_RULES.name());

  /** What nothing binds; docs/audit-findings.md says why. */
  private static final Set<TamperCase> NOT_BOUND =
      Set.of(
          new TamperCase(Topics.SETTLEMENTS.name(), Tampering.REORDERED),
          new TamperCase(Topics.SETTLEMENT_ROWS.name(), Tampering.REORDERED),
          new TamperCase(Topics.LOG_HEADS.name(), Tampering.REORDERED),
          new TamperCase(Topics.LOG_INTERIM_HEADS.name(), Tampering.DROPPED),
          new TamperCase(Topics.LOG_INTERIM_HEADS.name(), Tampering.REORDERED),
          new TamperCase(Topics.ACKNOWLEDGEMENTS.name(), Tampering.DROPPED),
          new TamperCase(Topics.ACKNOWLEDGEMENTS.name(), Tampering.DUPLICATED),
          new TamperCase(Topics.ACKNOWLEDGEMENTS.name(), Tampering.REORDERED),
          new TamperCase(Topics.AGENTS.name(), Tampering.REORDERED),
          new TamperCase(Topics.POLICIES.name(), Tampering.REORDERED),
          new TamperCase(Topics.AGENTS.name(), Tampering.BACK_DATED),
          new TamperCase(Topics.POLICIES.name(), Tampering.BACK_DATED),
          new TamperCase(Topics.LOG_RULES.name(), Tampering.BACK_DATED),
          // There is one record of it.
          new TamperCase(Topics.LOG_RULES.name(), Tampering.REORDERED),
          new TamperCase(Topics.LOG_RULES.name(), Tampering.DROPPED));

  /** Frame, union, order and step of an execution; of what follows, some is bound by nothing. */
  private static final int BOUND_OF_EXECUTIONS = 5 + 1 + 32 + 32;

  /** All that must be found. */
  public static List<TamperCase> all() {
    List<TamperCase> cases = new ArrayList<>();
    for (String topic : TOPICS) {
      for (Tampering tampering : Tampering.values()) {
        TamperCase one = new TamperCase(topic, tampering);
        if (!NOT_BOUND.contains(one)) {
          cases.add(one);
        }
      }
    }
    return cases;
  }

  /** What was done, and where. */
  public record Tampered(Partition partition, Tampering.Done done) {

    /** Whether a report names it. */
    public boolean isNamedBy(AuditReport report) {
      return report.exitCode() != 0 && report.findings().stream().anyMatch(this::isNamedBy);
    }

    private boolean isNamedBy(Finding finding) {
      boolean isThere =
          finding.place().topic().equals(partition.topic())
              && finding.place().partition().orElse(partition.number()) == partition.number();
      long offset = finding.place().offset().orElse(-1);
      return finding.severity() != Severity.NOTE
          && isThere
          && (done.isMissing() || offset == done.offset() || offset == done.other());
    }
  }

  /** Tampers with an export. */
  public Tampered tamper(ExportFolder export, Random random) throws IOException {
    List<Partition> partitions =
        export.partitions(topic).stream()
            .filter(partition -> !indices(export, partition).isEmpty())
            .toList();
    assumeThat(partitions).as("records of %s to be %s", topic, tampering).isNotEmpty();
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    List<Integer> indices = indices(export, partition);
    int index = indices.get(random.nextInt(indices.size()));
    boolean isPartlyBound =
        topic.equals(Topics.EXECUTIONS.name()) && tampering == Tampering.BYTE_CHANGED;
    return new Tampered(
        partition,
        isPartlyBound
            ? Tampering.changeByte(export, partition, index, random, BOUND_OF_EXECUTIONS)
            : tampering.tamper(export, partition, index, random));
  }

  private List<Integer> indices(ExportFolder export, Partition partition) {
    try {
      List<RawRecord> records = export.records(partition);
      Set<String> cited =
          topic.equals(Topics.AGENTS.name()) || topic.equals(Topics.POLICIES.name())
              ? cited(export)
              : Set.of();
      List<Integer> indices = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        if (isChoice(records, i, cited)) {
          indices.add(i);
        }
      }
      return indices;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean isChoice(List<RawRecord> records, int index, Set<String> cited) {
    RawRecord record = records.get(index);
    if (!cited.isEmpty()) {
      String id = new String(record.key().orElseThrow().toByteArray(), StandardCharsets.UTF_8);
      return cited.contains(id);
    }
    if (topic.equals(Topics.LOG_INTERIM_HEADS.name()) && tampering == Tampering.DUPLICATED) {
      return isFollowed(records, index);
    }
    return switch (tampering) {
      // Nothing tells the order of two orders of one millisecond, one of which is refused.
      case REORDERED ->
          index + 1 < records.size()
              && (!topic.equals(Topics.ORDERS.name())
                  || record.appendTime() != records.get(index + 1).appendTime())
              && !record.value().equals(records.get(index + 1).value())
              && record.key().isPresent()
              && records.get(index + 1).key().isPresent();
      case BACK_DATED -> index > 0 || !topic.equals(Topics.RECEIPTS.name());
      // A close may be repeated: a leaf that closes nothing.
      case DUPLICATED -> record.key().isPresent() || !topic.equals(Topics.RECEIPTS.name());
      case BYTE_CHANGED, DROPPED -> true;
    };
  }

  /** Whether a note about more of the partition comes after it: the last one may be told again. */
  private static boolean isFollowed(List<RawRecord> records, int index) {
    InterimHeadSigned note = interim(records.get(index));
    return records.subList(index + 1, records.size()).stream()
        .map(TamperCase::interim)
        .anyMatch(other ->
            other.getPartition() == note.getPartition()
                && (other.getSeq() != note.getSeq() || other.getSize() != note.getSize()));
  }

  private static InterimHeadSigned interim(RawRecord record) {
    return WireFormat.decode(
            record.value().orElseThrow().toByteArray(),
            Topics.LOG_INTERIM_HEADS.schema(),
            Topics.LOG_INTERIM_HEADS)
        .orElseThrow()
        .getBody();
  }

  /**
   * The agents, tenants and policies that a plan was made from: a document of no use binds nothing.
   */
  private static Set<String> cited(ExportFolder export) throws IOException {
    Set<String> cited = new HashSet<>();
    for (Partition partition : export.partitions(Topics.PLANS.name())) {
      for (RawRecord record : export.records(partition)) {
        PlansRecord made =
            WireFormat.decode(
                    record.value().orElseThrow().toByteArray(), Topics.PLANS.schema(), Topics.PLANS)
                .orElseThrow();
        Plan plan = Plan.parse(AvroValues.bytes(made.getBody().getPlan())).orThrow();
        cited.add(plan.tenant());
        plan.steps().stream().map(PlanStep::agentId).forEach(cited::add);
      }
    }
    return cited;
  }
}
