package dev.quittance.platform.keys;

import dev.quittance.platform.config.ShownUrl;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a remote signer is reached. Immutable; its text shows no secret.
 *
 * @param url what stands before {@code /api/v1/eth1}; {@code http} or {@code https}
 * @param timeoutMs how long one request may take
 * @param inFlight most requests at the same time
 * @param credentials file whose first line is {@code user:password}, sent as Basic authentication
 * @param trust PEM file with the authorities that may have signed the server's certificate; empty
 *     for those that the JDK trusts
 * @param client what we show the server of ourselves; empty for nothing
 */
public record RemoteSignerSettings(
    String url,
    int timeoutMs,
    int inFlight,
    Optional<Path> credentials,
    Optional<Path> trust,
    Optional<ClientCertificate> client) {

  /**
   * A certificate and its private key, both PEM.
   *
   * @param certificate the certificate and those that lead to its authority
   * @param key PKCS #8, unencrypted
   */
  public record ClientCertificate(Path certificate, Path key) {}

  /** Checks the ranges and drops a slash at the end of the URL. */
  public RemoteSignerSettings {
    if (timeoutMs < 1 || inFlight < 1) {
      throw new IllegalArgumentException(
          "timeoutMs and inFlight must be at least 1: " + timeoutMs + ", " + inFlight);
    }
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  /** A signer without TLS and authentication, with the defaults of {@code quittance.yaml}. */
  public static RemoteSignerSettings at(String url) {
    return new RemoteSignerSettings(
        url, 5000, 100, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public String toString() {
    return "RemoteSigner[url=%s, timeoutMs=%d, inFlight=%d]"
        .formatted(ShownUrl.of(url), timeoutMs, inFlight);
  }
}
