package dev.quittance.anchorer.tiles;

/** The log says other bytes of a tile than are stored under its name. */
final class TileContradiction extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;

  TileContradiction(String name) {
    this.name = name;
  }

  @Override
  public String getMessage() {
    return name
        + " is stored with other bytes than topic log-tiles has: the log or the blob store was"
        + " changed. Audit the log; if the store is wrong, remove the file and start again";
  }
}
