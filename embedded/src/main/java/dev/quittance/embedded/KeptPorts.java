package dev.quittance.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Finds free loopback ports, and the same ones again after a restart when they are still free:
 * resumed clients may know them. Until somebody listens on it, nothing shows that a port is taken;
 * so the UDP port of the same number is held until then, and two lines that are started at once
 * never choose the same one.
 */
final class KeptPorts {
  /** Below the ephemeral ranges of Linux and macOS: no outgoing connection takes a kept port. */
  private static final int LOWEST = 18_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;
  private static final Map<Integer, DatagramSocket> HELD = new HashMap<>();

  private KeptPorts() {}

  /**
   * Returns a free port per name, kept under {@code port.NAME}. All of them are different, and held
   * until they are {@linkplain #letGo let go}.
   */
  static Map<String, Integer> choose(KeptProperties kept, List<String> names) {
    Map<String, Integer> chosen = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (String name : names) {
        ServerSocket socket = keptOrFree(kept.getLong("port." + name));
        held.add(socket);
        chosen.put(name, socket.getLocalPort());
      }
    } finally {
      held.forEach(KeptPorts::release);
    }
    chosen.forEach((name, port) -> kept.with("port." + name, Integer.toString(port)));
    kept.save();
    return chosen;
  }

  /** Holds ports no longer: somebody listens on them, or nobody will. */
  static void letGo(Collection<Integer> ports) {
    synchronized (HELD) {
      for (int port : ports) {
        DatagramSocket held = HELD.remove(port);
        if (held != null) {
          held.close();
        }
      }
    }
  }

  /** Returns whether a server could listen on the loopback port now. */
  static boolean isFree(int port) {
    Optional<ServerSocket> socket = listen(port);
    socket.ifPresent(KeptPorts::release);
    return socket.isPresent();
  }

  private static ServerSocket keptOrFree(Optional<Long> wanted) {
    return wanted
        .map(Math::toIntExact)
        .filter(KeptPorts::hold)
        .flatMap(KeptPorts::listen)
        .orElseGet(() -> free(RandomGenerator.getDefault()));
  }

  private static ServerSocket free(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (hold(port)) {
        Optional<ServerSocket> socket = listen(port);
        if (socket.isPresent()) {
          return socket.get();
        }
        letGo(List.of(port));
      }
    }
    throw new IllegalStateException(
        "No free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
  }

  /** Holds a port; false when somebody does already, here or in another process. */
  private static boolean hold(int port) {
    synchronized (HELD) {
      try {
        HELD.put(port, new DatagramSocket(port, InetAddress.getLoopbackAddress()));
        return true;
      } catch (IOException _) {
        return false;
      }
    }
  }

  private static Optional<ServerSocket> listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return Optional.of(socket);
      } catch (IOException | IllegalArgumentException e) {
        release(socket);
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open a socket", e);
    }
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a socket", e);
    }
  }
}
