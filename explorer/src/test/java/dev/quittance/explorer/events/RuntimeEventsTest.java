package dev.quittance.explorer.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.explorer.Stories;
import dev.quittance.platform.events.EventJson;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.RuntimeEvent;
import dev.quittance.platform.events.RuntimeEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeEventsTest {
  private static List<RuntimeEvent> told(List<OrderEvent> records) {
    List<RuntimeEvent> told = new ArrayList<>();
    records.forEach(record -> told.addAll(RuntimeEvents.of(Stories.id("order"), record)));
    return told;
  }

  private static List<String> names(OrderEvent... records) {
    return told(List.of(records)).stream().map(RuntimeEvent::name).toList();
  }

  @Test
  void tellsTheLifeOfACompletedOrder() {
    assertThat(told(Stories.completed()).stream().map(RuntimeEvent::name))
        .containsExactly(
            "order_received",
            "execution_started",
            "execution_started",
            "execution_completed",
            "execution_completed",
            "order_completed");
  }

  @Test
  void tellsWhatDidNotSucceedOnce() {
    assertThat(names(Stories.executed(-1, 4), Stories.settled(4, 0))).containsExactly("error");
    assertThat(names(Stories.executed(0, 2), Stories.settled(2, 1)))
        .containsExactly("execution_failed", "error");
    assertThat(names(Stories.deadLettered(), Stories.deadLetterSettled())).containsExactly("error");
  }

  @Test
  void isWrittenAsStandardWebhooksAsk() {
    RuntimeEvent done = RuntimeEvents.of(Stories.id("order"), Stories.executed(1, 1)).getFirst();

    assertThat(EventJson.of(done).encode())
        .isEqualTo(
            "{\"type\":\"execution_completed\",\"timestamp\":\"2026-01-04T23:40:00.031Z\","
                + "\"data\":{\"orderId\":\"%s\",\"step\":1,\"service\":\"extraction\","
                    .formatted(Stories.id("order"))
                + "\"executorId\":\"builtin/extraction@1\",\"result\":\"%s\"}}"
                    .formatted(Stories.id("output1")));
  }

  @Test
  void listenersAreToldAndDoNoHarm() {
    EventFeed feed = new EventFeed();
    List<String> heard = new ArrayList<>();
    feed.listen(
        (_, _) -> {
          throw new IllegalStateException("a listener's own fault");
        },
        new RuntimeEvent.Started("here", 1));
    feed.listen(
        (tenant, event) -> heard.add(tenant + " " + event.name()),
        new RuntimeEvent.Started("here", 1));
    List<String> woken = new ArrayList<>();
    EventFeed.Subscription subscription = feed.subscribe("acme", () -> woken.add("acme"));

    RuntimeEvent event = RuntimeEvents.of(Stories.id("order"), Stories.accepted(1)).getFirst();
    feed.tell(List.of(new EventFeed.Told("acme", event), new EventFeed.Told("acme", event)));
    subscription.close();
    feed.tell(List.of(new EventFeed.Told("acme", event)));

    assertThat(heard)
        .containsExactly(
            " started", "acme order_received", "acme order_received", "acme order_received");
    assertThat(woken).containsExactly("acme");
  }
}
