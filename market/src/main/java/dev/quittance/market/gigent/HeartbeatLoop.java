package dev.quittance.market.gigent;

import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows Gigent that an agent is there, while it is registered. Missed beats are not made up. */
final class HeartbeatLoop implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatLoop.class);
  private static final Duration UNTIL_REGISTERED = Duration.ofMillis(200);

  private final GigentApi api;
  private final GigentSettings.Agent agent;
  private final Duration interval;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  HeartbeatLoop(GigentApi api, GigentSettings.Agent agent) {
    this.api = api;
    this.agent = agent;
    this.interval = Duration.ofSeconds(agent.profile().heartbeat().intervalSeconds());
    this.thread = Thread.ofVirtual().name(name()).unstarted(this::run);
  }

  HeartbeatLoop start() {
    thread.start();
    return this;
  }

  @Override
  public String name() {
    return "heartbeat of " + agent.id();
  }

  /** Nobody waits for it. */
  @Override
  public Readiness readiness() {
    return Readiness.ready();
  }

  @Override
  public void close() {
    stopping.countDown();
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (!stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = beat() ? interval : UNTIL_REGISTERED;
      }
    } catch (InterruptedException e) {
      LOG.atDebug().log("interrupted; the heartbeat ends");
    }
  }

  /** Whether the agent is registered. */
  private boolean beat() {
    try {
      Optional<Credentials> credentials = Credentials.read(agent.credentials());
      if (credentials.isPresent()) {
        var _ = api.heartbeat(credentials.get().agentId());
      }
      return credentials.isPresent();
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("agent", agent.id()).setCause(e).log("a heartbeat was missed");
      return true;
    }
  }
}
