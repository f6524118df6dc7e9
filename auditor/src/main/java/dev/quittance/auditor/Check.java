package dev.quittance.auditor;

import java.util.List;
import java.util.function.BiFunction;

/**
 * One check of an audit, after all is read and recomputed. Pure.
 *
 * @param level the level that it belongs to
 * @param run what it finds in the evidence
 */
record Check(Level level, BiFunction<Evidence, AuditOptions, List<Finding>> run) {

  /** All checks. What is to be checked besides is added here. */
  static final List<Check> ALL =
      List.of(
          new Check(Level.L0, (evidence, _) -> RefusalChecks.findings(evidence)),
          new Check(Level.L1, (evidence, _) -> InclusionChecks.findings(evidence)),
          new Check(
              Level.L2,
              (evidence, options) -> ChainChecks.findings(evidence, PendingPeriods.of(options))),
          new Check(Level.L2, (evidence, _) -> HandoverChecks.findings(evidence)),
          new Check(Level.L3, (evidence, _) -> RulesChecks.findings(evidence)),
          new Check(
              Level.L3,
              (evidence, options) ->
                  AnchorLogChecks.findings(evidence, PendingPeriods.of(options))),
          new Check(
              Level.L4,
              (evidence, options) -> ReplayChecks.findings(evidence, options.includeOpenPeriod())),
          new Check(Level.L4, ScheduleChecks::findings),
          new Check(
              Level.L4,
              (evidence, _) ->
                  evidence.lanes().stream().flatMap(lane -> lane.ends().stream()).toList()),
          new Check(Level.L4, (evidence, _) -> SettlementChecks.findings(evidence)),
          new Check(Level.L4, (evidence, _) -> AppendTimeChecks.findings(evidence)),
          new Check(
              Level.L4,
              (evidence, _) ->
                  evidence.lanes().stream().flatMap(lane -> lane.interim().stream()).toList()),
          new Check(Level.L5, (evidence, _) -> evidence.line().findings()),
          new Check(
              Level.L5, (evidence, options) -> PayoutChecks.findings(evidence, options.vault())));
}
