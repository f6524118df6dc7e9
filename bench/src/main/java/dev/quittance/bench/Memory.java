package dev.quittance.bench;

/**
 * Resident memory, in bytes; 0 where the system does not tell.
 *
 * @param stages this process: all stages, the broker and the load
 * @param registry and devnet, in processes of their own
 */
public record Memory(long stages, long registry) {
  /** All of it. */
  public long total() {
    return stages + registry;
  }
}
