package dev.quittance.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Finds free loopback ports, and the same ones again after a restart when they are still free:
 * resumed clients may know them.
 */
final class KeptPorts {
  /** Below the ephemeral ranges of Linux and macOS: no outgoing connection takes a kept port. */
  private static final int LOWEST = 18_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 1_000;

  private KeptPorts() {}

  /** Returns a free port per name, kept under {@code port.NAME}. All of them are different. */
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

  /** Returns whether a server could listen on the loopback port now. */
  static boolean isFree(int port) {
    Optional<ServerSocket> socket = listen(port);
    socket.ifPresent(KeptPorts::release);
    return socket.isPresent();
  }

  private static ServerSocket keptOrFree(Optional<Long> wanted) {
    return wanted
        .map(Math::toIntExact)
        .flatMap(KeptPorts::listen)
        .orElseGet(() -> free(RandomGenerator.getDefault()));
  }

  private static ServerSocket free(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      Optional<ServerSocket> socket = listen(random.nextInt(LOWEST, HIGHEST));
      if (socket.isPresent()) {
        return socket.get();
      }
    }
    throw new IllegalStateException(
        "No free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST);
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
