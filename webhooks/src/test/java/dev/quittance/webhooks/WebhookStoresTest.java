package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.Message.State;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookStoresTest {
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();

  @BeforeEach
  void open() {
    for (String name :
        List.of(
            WebhookTopology.ENDPOINTS,
            WebhookTopology.MESSAGES,
            WebhookTopology.AGENDA,
            WebhookTopology.ENDED)) {
      KeyValueStore<byte[], byte[]> store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
    }
  }

  @Test
  void findsWhatIsDueWhereverItStandsAndHoweverOftenItIsLookedFor() {
    WebhookStores stores = new WebhookStores(context);
    stores.put("ep_1", Message.of("msg_2", "error", "{}", 20));
    stores.put("ep_1", Message.of("msg_9", "error", "{}", 90));
    assertThat(due(stores, 10)).isEmpty();
    assertThat(due(stores, 20)).containsExactly("msg_2");
    stores.put("ep_1", Message.of("msg_1", "error", "{}", 10));
    assertThat(due(stores, 30)).containsExactly("msg_1", "msg_2");
    stores.put("ep_1", Message.of("msg_1", "error", "{}", 10).begun());
    stores.put("ep_1", Message.of("msg_2", "error", "{}", 20).begun());
    assertThat(due(stores, 50)).isEmpty();
    assertThat(due(stores, 40)).isEmpty();
    stores.put("ep_1", Message.of("msg_4", "error", "{}", 40));
    assertThat(due(stores, 40)).containsExactly("msg_4");
    assertThat(due(new WebhookStores(context), 90)).containsExactly("msg_4", "msg_9");
  }

  private static List<String> due(WebhookStores stores, long nowMs) {
    return stores.due("ep_1", nowMs, 10).stream().map(Message::id).toList();
  }

  @Test
  void countsWhatWaitsAlsoAfterARestart() {
    WebhookStores before = new WebhookStores(context);
    Message first = Message.of("msg_1", "error", "{}", 1);
    assertThat(before.waiting("ep_1")).isZero();
    before.put("ep_1", first);
    before.put("ep_1", Message.of("msg_2", "error", "{}", 2));
    before.put("ep_1", Message.of("msg_3", "error", "{}", 3).ended(State.OVERFLOWED, 3));
    before.put("ep_10", Message.of("msg_1", "error", "{}", 1));
    assertThat(before.waiting("ep_1")).isEqualTo(2);

    WebhookStores after = new WebhookStores(context);
    assertThat(after.waiting("ep_1")).isEqualTo(2);
    after.put("ep_1", first.begun());
    assertThat(after.waiting("ep_1")).isOne();
    after.put("ep_1", first.begun().again(9));
    assertThat(after.waiting("ep_1")).isEqualTo(2);
    after.remove("ep_1");
    assertThat(after.waiting("ep_1")).isZero();
    assertThat(after.waiting("ep_10")).isOne();
  }
}
