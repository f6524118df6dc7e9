package dev.quittance.market.gigent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.quittance.market.gigent.standin.Faults;
import dev.quittance.market.gigent.standin.GigentStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AgentBootTest {
  private static final int GIGS = 150;
  private static final Logger OURS = (Logger) LoggerFactory.getLogger("dev.quittance");

  @TempDir private Path folder;
  private final GigentStandIn standIn = GigentStandIn.start(3);
  private final GigentApi api = GigentApi.over(standIn.url());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private GigentSettings.Agent agent;

  @BeforeEach
  void settings() throws IOException {
    agent = Profiles.settings(folder, standIn.url(), Profiles.of(folder, GIGS)).agents().getFirst();
    log.start();
    OURS.setLevel(Level.TRACE);
    OURS.addAppender(log);
  }

  @AfterEach
  void stop() {
    OURS.detachAppender(log);
    OURS.setLevel(null);
    api.close();
    standIn.close();
  }

  private Credentials boot() throws IOException {
    return new AgentBoot(api, agent, InstantSource.system()).run();
  }

  private Credentials bootThroughFaults() throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return boot();
      } catch (IOException e) {
        assertThat(tries).as("tries; last: %s", e.getMessage()).isLessThan(300);
        Thread.sleep(1);
      }
    }
  }

  @Test
  void registersAndPublishesOnceHoweverOftenItStarts() throws Exception {
    Credentials first = boot();
    Credentials second = boot();

    assertThat(second.agentId()).isEqualTo(first.agentId());
    assertThat(standIn.gigent().gigIds(first.agentId())).hasSize(GIGS);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.credentials())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(agent.credentials()))
        .contains("\"agent_id\"", "\"api_key\"", "\"registered_at\"");
    assertThat(first.toString()).doesNotContain(first.apiKey());
    assertThat(log.list)
        .isNotEmpty()
        .noneMatch(
            event -> (event.getFormattedMessage() + event.getKeyValuePairs()).contains("sk_"));
  }

  @Test
  void answersThatGetLostPublishNothingTwice() throws Exception {
    standIn.setFaults(new Faults(0.05, 0.05, 0.02, 0.02, 0.05, 0, 0));
    Credentials credentials = bootThroughFaults();
    standIn.setFaults(Faults.NONE);

    assertThat(boot().agentId()).isEqualTo(credentials.agentId());
    assertThat(standIn.gigent().gigIds(credentials.agentId())).hasSize(GIGS);
  }

  @Test
  void aFileThatOthersCanReadIsClosedToThem() throws Exception {
    boot();
    Files.setPosixFilePermissions(
        agent.credentials(), PosixFilePermissions.fromString("rw-r--r--"));
    boot();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.credentials())))
        .isEqualTo("rw-------");
  }

  @Test
  void credentialsOfAnotherBackEndAreNotReplaced() throws Exception {
    new Credentials("nobody", "sk_secret", "").write(agent.credentials());

    assertThatThrownBy(this::boot)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("another back end")
        .hasMessageNotContaining("sk_secret");
    assertThat(Files.readString(agent.credentials())).contains("sk_secret");
  }

  @Test
  void aBrokenFileIsNamedAndItsTextIsNot() throws Exception {
    Files.writeString(agent.credentials(), "{\"agent_id\": \"x\", \"api_key\": \"sk_secret");

    assertThatThrownBy(this::boot)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".gigent-credentials")
        .hasMessageNotContaining("sk_secret");
  }
}
