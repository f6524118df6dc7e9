package dev.quittance.auditor.export;

import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;

/** The topics that an audit reads. */
final class AuditedTopics {

  /** What is made from others comes first: then all that it speaks of is in what is read later. */
  static final List<Topic<?>> IN_READING_ORDER =
      List.of(
          Topics.ANCHORS,
          Topics.SETTLEMENT_ROWS,
          Topics.LOG_HEADS,
          Topics.LOG_INTERIM_HEADS,
          Topics.SETTLEMENTS,
          Topics.RECEIPTS,
          Topics.EXECUTIONS,
          Topics.PLANS,
          Topics.ORDERS,
          Topics.ACKNOWLEDGEMENTS,
          Topics.AGENTS,
          Topics.POLICIES,
          Topics.LOG_RULES);

  private AuditedTopics() {}
}
