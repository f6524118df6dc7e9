package dev.quittance.webhooks.domain;

/**
 * How much of an endpoint is on its way.
 *
 * @param open messages that wait or have an attempt under way
 * @param most so many may be open; one more is not taken
 */
public record Backlog(long open, int most) {
  /** Whether the next message is not taken. */
  public boolean isFull() {
    return open >= most;
  }

  /** Whether there is so much room again that it is not full again at once. */
  public boolean isRelieved() {
    return open <= most / 2;
  }

  /** One message is through. */
  public Backlog less() {
    return new Backlog(open - 1, most);
  }
}
