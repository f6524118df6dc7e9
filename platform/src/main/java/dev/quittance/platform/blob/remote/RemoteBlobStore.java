package dev.quittance.platform.blob.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Payloads at hand, and in a store elsewhere as soon as somebody is to be told where they are.
 *
 * <p>The line works with what is at hand, so a store that is down holds up nothing but what cites
 * its URIs. A URI is given out once the payload has been read back from it and is what was stored;
 * it is kept under a name beside the payloads, and stays the same from then on.
 */
public final class RemoteBlobStore implements BlobStore {
  private final BlobStore local;
  private final RemoteStore remote;

  /**
   * @param local what is at hand, and keeps the URIs
   */
  public RemoteBlobStore(BlobStore local, RemoteStore remote) {
    this.local = local;
    this.remote = remote;
  }

  @Override
  public byte[] put(byte[] payload) {
    return local.put(payload);
  }

  /**
   * What is not at hand is read from its URI, verified and kept. What was never sent is not looked
   * for: who asks for something that nobody stored must not make this wait for a network.
   */
  @Override
  public Optional<byte[]> get(byte[] sha256) {
    Optional<byte[]> atHand = local.get(sha256);
    if (atHand.isPresent()) {
      return atHand;
    }
    Bytes32 hash = Bytes32.wrap(sha256.clone());
    Optional<byte[]> fetched = kept(hash).flatMap(uri -> verified(hash, uri));
    fetched.ifPresent(local::put);
    return fetched;
  }

  @Override
  public boolean contains(byte[] sha256) {
    return local.contains(sha256) || kept(Bytes32.wrap(sha256.clone())).isPresent();
  }

  @Override
  public Optional<URI> uriOf(byte[] sha256) {
    Bytes32 hash = Bytes32.wrap(sha256.clone());
    return kept(hash).or(() -> local.get(sha256).map(payload -> send(hash, payload)));
  }

  @Override
  public Publication publish(String name, byte[] content) {
    return local.publish(name, content);
  }

  @Override
  public Optional<byte[]> published(String name) {
    return local.published(name);
  }

  private URI send(Bytes32 hash, byte[] payload) {
    URI uri = remote.store(hash, payload);
    if (verified(hash, uri).isEmpty()) {
      throw new UncheckedIOException(
          remote.name() + " does not have " + hash + " at " + uri,
          new IOException("it said that it stored it there"));
    }
    local.publish(nameOf(hash), uri.toString().getBytes(US_ASCII));
    // Another process may have been first: all cite the same URI.
    return kept(hash).orElse(uri);
  }

  private Optional<byte[]> verified(Bytes32 hash, URI uri) {
    Optional<byte[]> content = remote.fetch(hash, uri).map(Bytes::toByteArray);
    if (content.isPresent() && !Sha256.hash(content.get()).equals(hash)) {
      throw new UncheckedIOException(
          "%s gives other bytes than %s at %s".formatted(remote.name(), hash, uri),
          new IOException(
              "their SHA-256 is %s (%d bytes)"
                  .formatted(Sha256.hash(content.get()), content.get().length)));
    }
    return content;
  }

  private Optional<URI> kept(Bytes32 hash) {
    return local.published(nameOf(hash)).map(text -> URI.create(new String(text, US_ASCII)));
  }

  private String nameOf(Bytes32 hash) {
    String hex = HexFormat.of().formatHex(hash.toByteArray());
    return String.join("/", Arrays.asList("uris", remote.id(), hex.substring(0, 2), hex));
  }
}
