package dev.quittance.market.gigent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.market.DeliveryResult;
import dev.quittance.market.MarketFixture;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.market.gigent.standin.Gigent;
import dev.quittance.market.gigent.standin.GigentStandIn;
import dev.quittance.planning.document.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose orders or results wait for somebody. */
class GigentApprovalTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private final GigentStandIn standIn = GigentStandIn.start(5);
  private final Gigent gigent = standIn.gigent();
  private final MarketFixture fixture = new MarketFixture();
  private final LineInMemory line = new LineInMemory(fixture);

  @AfterEach
  void stop() {
    line.close();
    standIn.close();
  }

  private GigentSettings agent(String... more) throws Exception {
    GigentSettings settings =
        Profiles.settings(folder, standIn.url(), Profiles.of(folder, 1, more));
    String seller = gigent.addAgent("Writer");
    gigent.addGig(seller, "Gig 0", 5);
    new Credentials(seller, "sk_" + "0".repeat(48), "")
        .write(settings.agents().getFirst().credentials());
    return settings;
  }

  private String place(GigentSettings settings) throws Exception {
    String seller =
        Credentials.read(settings.agents().getFirst().credentials()).orElseThrow().agentId();
    String gig = gigent.gigIds(seller).getFirst();
    return gigent.addOrders(gig, gigent.addAgent("buyer"), 1, i -> "write " + i).getFirst();
  }

  @Test
  void anOrderWaitsForItsApproval() throws Exception {
    GigentSettings settings = agent("runtime: {auto_accept: false, poll_interval_seconds: 1}");
    String id = place(settings);
    Approvals approvals = new Approvals("gigent");
    try (MortalProcess process =
        new MortalProcess(settings, fixture, line, 0, approvals::isApproved).start()) {
      await().atMost(PATIENCE).until(() -> !fixture.events().isEmpty());
      Thread.sleep(2500);
      assertThat(fixture.events())
          .singleElement()
          .satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EventKind.SEEN);
            assertThat(event.sourceId()).isEqualTo(id);
            assertThat(event.detail()).contains("\"waitsFor\":\"ACCEPT_APPROVED\"");
            assertThat(event.orderId()).isEqualTo(Order.orderId("gigent-tenant", "gigent", id));
          });
      assertThat(gigent.statuses()).containsOnlyKeys("pending");

      MarketEvent seen = fixture.events().getFirst();
      approvals.take(
          new MarketEvent(
              seen.orderId(), "another", id, EventKind.ACCEPT_APPROVED, "{}", seen.atMs()));
      assertThat(approvals.isApproved(seen.orderId())).isFalse();
      approvals.take(
          new MarketEvent(
              seen.orderId(), "gigent", id, EventKind.ACCEPT_APPROVED, "{}", seen.atMs()));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            line.turn(process.deliverer());
            return gigent.statuses().containsKey("delivered");
          });
    }
  }

  /** A list has an end, and orders that wait do not leave it. */
  @Test
  void everyOrderThatWaitsIsShownHoweverMany() throws Exception {
    GigentSettings settings = agent("runtime: {auto_accept: false, poll_interval_seconds: 1}");
    String oldest = place(settings);
    String seller =
        Credentials.read(settings.agents().getFirst().credentials()).orElseThrow().agentId();
    String gig = gigent.gigIds(seller).getFirst();
    gigent.addOrders(gig, gigent.addAgent("other buyer"), GigentApi.LIST_LIMIT, i -> "write " + i);
    try (MortalProcess process =
        new MortalProcess(settings, fixture, line, 0, _ -> false).start()) {
      await().atMost(PATIENCE).until(() -> fixture.events().size() == GigentApi.LIST_LIMIT + 1);

      assertThat(fixture.events()).extracting(MarketEvent::sourceId).contains(oldest);
    }
  }

  @Test
  void aResultIsHeldUntilSomebodyReleasesIt() throws Exception {
    GigentSettings settings = agent("delivery: {auto_deliver: false}");
    place(settings);
    try (MortalProcess process = new MortalProcess(settings, fixture, line, 0).start()) {
      await()
          .atMost(PATIENCE)
          .until(() -> {
            line.turn(process.deliverer());
            return !line.outcomes().isEmpty();
          });

      assertThat(line.outcomes().values()).allMatch(DeliveryResult.Held.class::isInstance);
      assertThat(gigent.statuses()).containsOnlyKeys("in_progress");
      assertThat(process.deliverer().deliver(line.released().getFirst()))
          .isInstanceOf(DeliveryResult.Delivered.class);
      assertThat(List.copyOf(gigent.statuses().keySet())).containsExactly("delivered");
    }
  }
}
