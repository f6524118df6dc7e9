package dev.quittance.auditor.export;

import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;

/**
 * A topic that an audit reads.
 *
 * @param name its name; of the log's, each epoch has one
 * @param kind what its records are
 */
record AuditedTopic(String name, Topic<?> kind) {

  /** What is made from others comes first: then all that it speaks of is in what is read later. */
  private static final List<Topic<?>> IN_READING_ORDER =
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

  /** All of them, in the order in which they are to be read. */
  static List<AuditedTopic> inReadingOrder(LogEpochs log) {
    return IN_READING_ORDER.stream()
        .flatMap(kind ->
            kind.equals(Topics.RECEIPTS)
                ? log.topics().reversed().stream().map(name -> new AuditedTopic(name, kind))
                : Stream.of(new AuditedTopic(kind.name(), kind)))
        .toList();
  }
}
