package dev.quittance.market.agentl2.follow;

import java.util.ArrayList;
import java.util.List;

/**
 * What a follower has come to: to be committed as one.
 *
 * @param position where it stands then
 * @param notices what is to be told, in order
 */
public record Step(Position position, List<Notice> notices) {
  /** Copies the notices. */
  public Step {
    notices = List.copyOf(notices);
  }

  /** Nothing to tell. */
  static Step to(Position position) {
    return new Step(position, List.of());
  }

  /** This one, and another one that was made from where this one ends. */
  Step then(Step next) {
    List<Notice> all = new ArrayList<>(notices);
    all.addAll(next.notices);
    return new Step(next.position, all);
  }
}
