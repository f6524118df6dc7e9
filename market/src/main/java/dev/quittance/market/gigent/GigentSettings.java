package dev.quittance.market.gigent;

import dev.quittance.market.gigent.yaml.GigentAgent;
import java.nio.file.Path;
import java.util.List;

/**
 * A Gigent back end and our agents there.
 *
 * @param source the {@code source} of its orders
 * @param tenant in whose name they come
 * @param url of the back end, without a slash at the end
 * @param claimAhead how many orders of one agent are claimed before they are delivered
 * @param receiptUrl what stands before an order's id in a delivery's {@code receipt_url}; empty for
 *     none
 */
public record GigentSettings(
    String source,
    String tenant,
    String url,
    int claimAhead,
    String receiptUrl,
    List<Agent> agents) {
  /** As many as keep a line busy that takes seconds for each. */
  public static final int CLAIM_AHEAD = 1000;

  /** Keeps an immutable copy of the agents. */
  public GigentSettings {
    agents = List.copyOf(agents);
  }

  /**
   * One of our agents.
   *
   * @param id in the line's catalogue
   * @param service of it that does the work
   * @param profile what its file says
   * @param credentials the file that registering it writes
   */
  public record Agent(String id, String service, GigentAgent profile, Path credentials) {}
}
