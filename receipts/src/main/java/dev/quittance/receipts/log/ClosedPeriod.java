package dev.quittance.receipts.log;

import java.util.List;

/**
 * What one partition gives at a valid period close.
 *
 * @param close the close, its signature checked
 * @param head the partition's leaf of the period tree
 * @param closeAppendTime when the close was appended, unix milliseconds
 * @param agents the leaves of the agents tree, in address order
 * @param postings the period's sums by account and asset, in the order of their bytes
 */
public record ClosedPeriod(
    PeriodClose close,
    PartitionHead head,
    long closeAppendTime,
    List<AgentLeaf> agents,
    List<Posting> postings) {

  /** Copies the lists. */
  public ClosedPeriod {
    agents = List.copyOf(agents);
    postings = List.copyOf(postings);
  }

  /** What the assembly of the period needs of it. */
  public PeriodPart part() {
    return new PeriodPart(close, head, closeAppendTime);
  }
}
