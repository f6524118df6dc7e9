package dev.quittance.executors.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An absolute HTTP URL to call, read so that no two parts of the program can take it for different
 * places.
 *
 * @param text as it was given; its path and query are sent as they are
 * @param tls whether the scheme is https
 * @param host in lower case; an IPv6 address without brackets
 * @param port stated or the scheme's own
 * @param pathAndQuery what stands in the request line, at least {@code /}
 */
public record OutgoingUrl(String text, boolean tls, String host, int port, String pathAndQuery) {
  private static final int MAX_CHARS = 2048;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

  /** What a text turned out to be. */
  public sealed interface Reading {
    /** It can be called, if its address may be. */
    record Usable(OutgoingUrl url) implements Reading {}

    /**
     * It can't.
     *
     * @param reason goes on after "the URL …"
     */
    record Refused(String reason) implements Reading {}
  }

  /**
   * Reads a URL after RFC 3986.
   *
   * <p>Refused are other schemes, user names, fragments, hosts that other programs read as an IPv4
   * address in another notation (decimal, octal, hexadecimal, short) and IPv6 zones.
   */
  public static Reading parse(String text) {
    if (text.length() > MAX_CHARS) {
      return new Reading.Refused("is longer than " + MAX_CHARS + " characters");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return new Reading.Refused("is not one: " + e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (!tls && !scheme.equals("http")) {
      return new Reading.Refused("must start with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      return new Reading.Refused("must not hold a user name or password; use a header from a file");
    }
    if (uri.getRawFragment() != null) {
      return new Reading.Refused("must not have a fragment (#…)");
    }
    return uri.getHost() == null
        ? new Reading.Refused(
            "needs a host name (letters, digits, hyphens and dots) or an address in its usual"
                + " notation")
        : ofHost(text, uri, tls, uri.getHost().toLowerCase(Locale.ROOT));
  }

  private static Reading ofHost(String text, URI uri, boolean tls, String host) {
    boolean ipv6 = host.startsWith("[");
    if (ipv6 && host.contains("%")) {
      return new Reading.Refused("must not name a zone of an IPv6 address");
    }
    if (!ipv6 && endsInNumber(host) && !isDottedQuad(host)) {
      return new Reading.Refused(
          "has a host that is read as an IPv4 address in an unusual notation; write it as four"
              + " decimal numbers");
    }
    int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
    if (port < 1 || port > 65_535) {
      return new Reading.Refused("has a port outside of 1 to 65535");
    }
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String name = ipv6 ? host.substring(1, host.length() - 1) : host;
    return new Reading.Usable(new OutgoingUrl(text, tls, name, port, path + query));
  }

  /** The test of the WHATWG URL standard for hosts that are taken for IPv4 addresses. */
  private static boolean endsInNumber(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
  }

  private static boolean isDottedQuad(String host) {
    if (!DOTTED_QUAD.matcher(host).matches()) {
      return false;
    }
    for (String part : host.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** Whether the host is an address itself, so that there is nothing to look up. */
  public boolean isAddress() {
    return host.contains(":") || Character.isDigit(host.charAt(host.length() - 1));
  }

  /** Scheme, host and port, for messages: no path or query, which may hold secrets. */
  public String origin() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "https://" : "http://") + name + ":" + port;
  }
}
