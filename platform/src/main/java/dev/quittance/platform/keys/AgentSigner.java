package dev.quittance.platform.keys;

import dev.quittance.platform.keys.SigningResult.Cause;
import dev.quittance.platform.keys.SigningResult.Failed;
import dev.quittance.platform.keys.SigningResult.Signed;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.util.Optional;

/**
 * Signs for agents with whoever has their key: the remote signer, else the seed. For commands and
 * virtual threads; it may block. Safe for any number of threads.
 *
 * @param keys the line's own
 * @param remote the remote signer, if there is one; closed with this
 */
public record AgentSigner(Keyring keys, Optional<RemoteSigner> remote) implements AutoCloseable {
  /**
   * Reaches the remote signer, if the keys name one.
   *
   * @throws IOException when it can't be used; says what to do
   */
  public static AgentSigner open(Keyring keys) throws IOException {
    return new AgentSigner(
        keys,
        keys.remote().isPresent()
            ? Optional.of(RemoteSigner.open(keys.remote().get()))
            : Optional.empty());
  }

  /** Whether somebody has the key of an address. */
  public boolean holds(Address address) {
    return remote.filter(signer -> signer.holds(address)).isPresent()
        || keys.agent(address).isPresent();
  }

  /**
   * A signature over keccak-256 of a message.
   *
   * @throws InterruptedException when it is no longer wanted
   */
  public SigningResult sign(Address address, byte[] message) throws InterruptedException {
    if (remote.isPresent() && remote.get().holds(address)) {
      return remote.get().sign(address, message);
    }
    return keys.agent(address)
        .<SigningResult>map(signer -> new Signed(signer.sign(Keccak256.hash(message))))
        .orElseGet(() ->
            new Failed(
                Cause.NOT_HELD,
                "neither a remote signer nor the seed has a key of agent " + address));
  }

  @Override
  public void close() {
    remote.ifPresent(RemoteSigner::close);
  }
}
