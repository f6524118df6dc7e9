package dev.quittance.executors.http;

import dev.quittance.executors.address.OutgoingUrl;
import java.time.Duration;
import java.util.Map;

/**
 * A request to send.
 *
 * @param method in capital letters
 * @param body sent as UTF-8; empty for none
 * @param timeout for all of it, from looking up the host to the answer's last byte
 */
public record HttpCall(
    String method, OutgoingUrl url, Map<String, String> headers, String body, Duration timeout) {

  public HttpCall {
    headers = Map.copyOf(headers);
  }
}
