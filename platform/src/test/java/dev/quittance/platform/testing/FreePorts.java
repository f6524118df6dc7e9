package dev.quittance.platform.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Ports on loopback for processes that die and come back on the same one. None is given twice, and
 * no outgoing connection takes one while its process is away: they are below the ephemeral ranges
 * of Linux and macOS, and below those of the broker, the registry and the chain.
 */
public final class FreePorts {
  private static final int LOWEST = 10_000;
  private static final int HIGHEST = 18_000;
  private static final int TRIES = 1_000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private FreePorts() {}

  /** One that nobody listens on now. */
  public static synchronized int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = RandomGenerator.getDefault().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port between " + LOWEST + " and " + HIGHEST);
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
