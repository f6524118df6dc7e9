package dev.quittance.platform.config;

/** URLs as they may stand in logs, answers and reports: without what may be a secret. */
public final class ShownUrl {
  private ShownUrl() {}

  /** A URL without its user and password. */
  public static String of(String url) {
    return Secrets.masked("/registry/url", url);
  }

  /** The URL of a chain's RPC; providers put their keys into the path or the query as well. */
  public static String ofRpc(String url) {
    return Secrets.masked("/chain/rpc", url);
  }
}
