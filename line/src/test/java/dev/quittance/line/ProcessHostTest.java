package dev.quittance.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.http.PortTaken;
import dev.quittance.platform.testing.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessHostTest {
  private static final String HOST = "127.0.0.1";
  private static final int AT_ONCE = 6;

  @TempDir Path folder;

  @Test
  void aPortOfAnotherProgramIsSaidToBeTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> ProcessHost.open("all", instance(), HOST, port))
          .isInstanceOf(PortTaken.class)
          .hasMessageContaining(HOST + ":" + port);
    }
  }

  /** Two demos that are started at once asked one port at once, and one of them ended on it. */
  @Test
  void thoseThatWantOnePortAtOnceAllListen() throws Exception {
    int wanted = FreePorts.next();
    List<ProcessHost> hosts = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(AT_ONCE);
    Callable<ProcessHost> open =
        () -> {
          together.countDown();
          together.await();
          return ProcessHost.openAnywhere("all", instance(), HOST, wanted);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<ProcessHost>> opened = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        opened.add(threads.submit(open));
      }
      for (Future<ProcessHost> host : opened) {
        hosts.add(host.get());
      }
      assertThat(hosts).extracting(ProcessHost::port).doesNotHaveDuplicates().contains(wanted);
    } catch (ExecutionException e) {
      throw new AssertionError("one of them does not listen", e.getCause());
    } finally {
      hosts.forEach(ProcessHost::close);
    }
  }

  private Instance instance() {
    return new Instance("blue", folder);
  }
}
