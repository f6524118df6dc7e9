package dev.quittance.embedded;

/** The parts that this package starts, in the order in which they depend on each other. */
public enum EmbeddedPart {
  /** The KRaft broker inside this process. */
  KAFKA("Kafka broker"),
  /** The Apicurio Registry child process. */
  REGISTRY("schema registry"),
  /** The anvil child process. */
  CHAIN("anvil devnet");

  private final String title;

  EmbeddedPart(String title) {
    this.title = title;
  }

  /** Returns the name to show to people. */
  public String title() {
    return title;
  }
}
