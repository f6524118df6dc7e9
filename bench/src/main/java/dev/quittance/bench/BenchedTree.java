package dev.quittance.bench;

/** Trees that are measured beside each other, over the same leaves. */
public enum BenchedTree {
  /** The log as it runs: a frontier that is appended to, tiles in files, proofs from those. */
  APPENDED("quittance-tiles", "ours: RFC 6962, appended, tiles in files"),
  /** The same tree with all its nodes in memory. */
  IN_MEMORY("quittance-memory", "ours: RFC 6962, whole in memory"),
  /** The same tree by merkletreejs. */
  MERKLETREEJS("merkletreejs", "merkletreejs: the same tree"),
  /** The tree of settlements. */
  STANDARD("quittance-standard", "ours: sorted keccak pairs"),
  /** The same tree by its authors' package. */
  OPENZEPPELIN("openzeppelin", "@openzeppelin/merkle-tree: the same tree");

  private final String id;
  private final String title;

  BenchedTree(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** Its name for programs. */
  public String id() {
    return id;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }
}
