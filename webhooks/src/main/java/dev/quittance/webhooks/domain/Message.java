package dev.quittance.webhooks.domain;

/**
 * An event on its way to an endpoint.
 *
 * @param id the same for every attempt
 * @param body the JSON text that every attempt sends
 * @param attempts how many have begun
 * @param round number of the next attempt, or of the one under way, in its schedule; a resend
 *     begins a new one
 * @param atMs when the next attempt is due while it is waiting, when it ended once it has; unix ms
 */
public record Message(
    String id, String type, String body, int attempts, int round, State state, long atMs) {
  /** Where it stands. */
  public enum State {
    /** For its next attempt. */
    WAITING,
    /** An attempt has no outcome yet. */
    UNDER_WAY,
    /** The endpoint has it. */
    DELIVERED,
    /** No attempt follows unless somebody asks for one. */
    GIVEN_UP,
    /** As many as may were waiting: no attempt was made, nor follows unless somebody asks. */
    OVERFLOWED;

    /** Whether no attempt follows by itself. */
    public boolean isEnd() {
      return this == DELIVERED || this == GIVEN_UP || this == OVERFLOWED;
    }
  }

  /** A new one, due at once. */
  public static Message of(String id, String type, String body, long atMs) {
    return new Message(id, type, body, 0, 0, State.WAITING, atMs);
  }

  /** An attempt begins. */
  public Message begun() {
    return new Message(id, type, body, attempts + 1, round, State.UNDER_WAY, 0);
  }

  /** The attempt failed and another one follows. */
  public Message again(long dueMs) {
    return new Message(id, type, body, attempts, round + 1, State.WAITING, dueMs);
  }

  /** It is over. */
  public Message ended(State end, long atMs) {
    return new Message(id, type, body, attempts, round, end, atMs);
  }

  /** Due now, with a whole schedule before it if it was over. */
  public Message asked(long nowMs) {
    return new Message(id, type, body, attempts, state.isEnd() ? 0 : round, State.WAITING, nowMs);
  }
}
