package dev.quittance.market.agentl2.follow;

import java.io.IOException;
import java.util.List;

/**
 * What a follower writes, each commit all or none.
 *
 * @param <H> an order in the form in which the line takes it
 */
public interface FollowJournal<H> {
  /** Reads on, and at least all that stands before what this follower wrote last: inputs. */
  void readOn();

  /**
   * Commits where the follower stands, what is to be told and what is handed in.
   *
   * @param before where it stood at the commit before
   */
  void commit(Position before, Step step, List<H> handedIn) throws IOException;
}
