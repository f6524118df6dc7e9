package dev.quittance.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void theGatewayHasTheWantedPortWhereItIsFree() {
    int free = SupervisedStage.freePort(HOST);

    assertThat(Supervisor.portFor(HOST, free)).isEqualTo(free);
  }

  @Test
  void theGatewayHasAnotherPortWhereTheWantedOneIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Supervisor.portFor(HOST, taken.getLocalPort()))
          .isPositive()
          .isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void noWantedPortIsNotPortZeroWhereNobodyWouldBeAskedWhetherItIsReady() {
    assertThat(Supervisor.portFor(HOST, 0)).isPositive();
  }
}
