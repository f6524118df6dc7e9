package dev.quittance.platform.blob;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A blob store can't be written to or read from at present: its disk is full, its mount is gone. No
 * payload is to blame, and the same again will do once a person has helped.
 */
public final class BlobStoreUnavailable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /** Says what could not be done, and why. */
  public BlobStoreUnavailable(String message, IOException cause) {
    super(message, cause);
  }
}
