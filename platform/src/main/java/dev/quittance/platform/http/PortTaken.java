package dev.quittance.platform.http;

/** Another program listens where this one was to. */
public final class PortTaken extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  PortTaken(String host, int port, Throwable cause) {
    super("can't listen on " + host + ":" + port + ": another program is there", cause);
  }
}
