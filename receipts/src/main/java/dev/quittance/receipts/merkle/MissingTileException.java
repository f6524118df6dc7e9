package dev.quittance.receipts.merkle;

/** A tile that a tree of its size must have is not there, or is too short. */
public final class MissingTileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the tile. */
  public MissingTileException(String path) {
    super("missing: " + path);
  }
}
