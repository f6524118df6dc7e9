package dev.quittance.platform.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ports on loopback for processes that die and come back on the same one. None is given twice, not
 * by another test process either: the UDP port of the same number is held for as long as this
 * process lives. No outgoing connection takes one while its process is away: they are below the
 * ephemeral ranges of Linux and macOS, and below those of the broker, the registry and the chain.
 */
public final class FreePorts {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 18_000;
  private static final int TRIES = 1_000;
  private static final List<DatagramSocket> HELD = new ArrayList<>();

  private FreePorts() {}

  /** One that nobody listens on now. */
  public static synchronized int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = RandomGenerator.getDefault().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && hold(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean hold(int port) {
    try {
      HELD.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
