package dev.quittance.platform.config;

/** What stores payloads for those who are to read them. */
public enum BlobStoreKind {
  /** The directory that the line itself works with. */
  DIRECTORY,
  /** A server that answers a POST with a URI. */
  HTTP,
  /** An IPFS node. */
  IPFS
}
