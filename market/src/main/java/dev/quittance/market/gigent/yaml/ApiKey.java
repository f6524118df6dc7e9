package dev.quittance.market.gigent.yaml;

/** Where the key of a model's API comes from; none of them shows a key by itself. */
public sealed interface ApiKey {

  /** An environment variable holds it. */
  record InVariable(String variable) implements ApiKey {}

  /** The file holds it, which makes the file a secret. */
  final class InFile implements ApiKey {
    private final String key;

    InFile(String key) {
      this.key = key;
    }

    /** The key, for the request that it was made for. */
    public String reveal() {
      return key;
    }

    @Override
    public String toString() {
      return "***";
    }
  }
}
