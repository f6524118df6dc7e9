package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPortsTest {
  @TempDir Path directory;

  @Test
  void findsDifferentFreePorts() {
    List<String> names = List.of("a", "b", "c", "d");
    Map<String, Integer> ports = choose(names);
    assertThat(ports).containsOnlyKeys(names);
    assertThat(ports.values()).doesNotHaveDuplicates().allMatch(KeptPorts::isFree);
  }

  @Test
  void keepsThemWhileTheyAreFree() throws Exception {
    Map<String, Integer> before = choose(List.of("a", "b"));
    KeptPorts.letGo(before.values());
    assertThat(choose(List.of("a", "b"))).isEqualTo(before);
    KeptPorts.letGo(before.values());

    int taken = before.getOrDefault("a", 0);
    try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertThat(KeptPorts.isFree(other.getLocalPort())).isFalse();
      Map<String, Integer> after = choose(List.of("a", "b"));
      assertThat(after.get("a")).isNotEqualTo(taken);
      assertThat(after.get("b")).isEqualTo(before.get("b"));
    }
  }

  /** A part of another line that has chosen it needs seconds until it listens. */
  @Test
  void leavesAloneWhatAnotherProcessHasChosen() throws Exception {
    try (DatagramSocket other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      int chosen = other.getLocalPort();
      Files.writeString(directory.resolve("kept.properties"), "port.a=" + chosen + "\n");

      assertThat(choose(List.of("a")).get("a")).isNotEqualTo(chosen);
    }
  }

  @Test
  void leavesAloneWhatAnotherPartHasChosen() {
    Map<String, Integer> before = choose(List.of("a"));

    assertThat(choose(List.of("a")).get("a")).isNotEqualTo(before.get("a"));
  }

  private Map<String, Integer> choose(List<String> names) {
    return KeptPorts.choose(KeptProperties.open(directory.resolve("kept.properties")), names);
  }
}
