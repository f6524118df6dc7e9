package dev.quittance.webhooks;

import dev.quittance.webhooks.avro.StoredCodec;
import dev.quittance.webhooks.domain.Delivering.Standing;
import dev.quittance.webhooks.domain.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The endpoints of some lanes and their messages, with what is due and what is over in the order of
 * time.
 */
final class WebhookStores {
  private static final byte[] PRESENT = {1};

  private final KeyValueStore<byte[], byte[]> endpoints;
  private final KeyValueStore<byte[], byte[]> messages;
  private final KeyValueStore<byte[], byte[]> agenda;
  private final KeyValueStore<byte[], byte[]> ended;

  /** How many messages wait, of endpoints that were asked for: always what the agenda has. */
  private final Map<String, Long> waiting = new HashMap<>();

  /**
   * Where the agenda of an endpoint begins at the earliest. What was taken from it lies before that
   * as tombstones, thousands until the store compacts them, and each look would pass them all.
   */
  private final Map<String, byte[]> agendaBegins = new HashMap<>();

  WebhookStores(ProcessorContext<?, ?> context) {
    this.endpoints = context.getStateStore(WebhookTopology.ENDPOINTS);
    this.messages = context.getStateStore(WebhookTopology.MESSAGES);
    this.agenda = context.getStateStore(WebhookTopology.AGENDA);
    this.ended = context.getStateStore(WebhookTopology.ENDED);
  }

  Optional<Standing> standing(String endpointId) {
    return Optional.ofNullable(endpoints.get(StoreKeys.endpoint(endpointId)))
        .map(StoredCodec::standing);
  }

  void put(Standing standing) {
    endpoints.put(StoreKeys.endpoint(standing.endpoint().id()), StoredCodec.encode(standing));
  }

  /** Every endpoint of these lanes. */
  List<Standing> standings() {
    List<Standing> all = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> entries = endpoints.all()) {
      entries.forEachRemaining(entry -> all.add(StoredCodec.standing(entry.value)));
    }
    return all;
  }

  /** How many messages of an endpoint wait; counted once, then kept up. */
  long waiting(String endpointId) {
    return waiting.computeIfAbsent(endpointId, this::listed);
  }

  private long listed(String endpointId) {
    long count = 0;
    try (KeyValueIterator<byte[], byte[]> entries =
        agenda.range(StoreKeys.first(endpointId), StoreKeys.last(endpointId))) {
      while (entries.hasNext()) {
        entries.next();
        count++;
      }
    }
    return count;
  }

  Optional<Message> message(String endpointId, String messageId) {
    return Optional.ofNullable(messages.get(StoreKeys.message(endpointId, messageId)))
        .map(StoredCodec::message);
  }

  /** Puts a message in the place of what was known of it, and it into the order of time. */
  void put(String endpointId, Message message) {
    message(endpointId, message.id()).ifPresent(before -> unlist(endpointId, before));
    messages.put(StoreKeys.message(endpointId, message.id()), StoredCodec.encode(message));
    switch (message.state()) {
      case WAITING -> {
        byte[] due = StoreKeys.due(endpointId, message.atMs(), message.id());
        agenda.put(due, PRESENT);
        agendaBegins.computeIfPresent(
            endpointId, (_, begin) -> Arrays.compareUnsigned(due, begin) < 0 ? due : begin);
        waiting.computeIfPresent(endpointId, (_, count) -> count + 1);
      }
      case DELIVERED, GIVEN_UP, OVERFLOWED ->
          ended.put(StoreKeys.ended(message.atMs(), endpointId, message.id()), PRESENT);
      case UNDER_WAY -> {
        // its outcome finds it
      }
    }
  }

  /** The messages of an endpoint that are due, the longest first. */
  List<Message> due(String endpointId, long nowMs, int most) {
    byte[] begin = agendaBegins.getOrDefault(endpointId, StoreKeys.first(endpointId));
    byte[] end = StoreKeys.dueAfter(endpointId, nowMs);
    if (Arrays.compareUnsigned(begin, end) > 0) {
      return List.of();
    }
    List<Message> found = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> entries = agenda.range(begin, end)) {
      agendaBegins.put(endpointId, entries.hasNext() ? entries.peekNextKey() : end);
      while (found.size() < most && entries.hasNext()) {
        String id = StoreKeys.messageOfDue(endpointId, entries.next().key);
        message(endpointId, id).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Forgets messages that ended before a time, so many at most. */
  void forget(long beforeMs, int most) {
    List<byte[]> keys = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> entries =
        ended.range(StoreKeys.endedAfter(-1), StoreKeys.endedAfter(beforeMs - 1))) {
      while (keys.size() < most && entries.hasNext()) {
        keys.add(entries.next().key);
      }
    }
    for (byte[] key : keys) {
      ended.delete(key);
      messages.delete(StoreKeys.messageOfEnded(key));
    }
  }

  /** Removes an endpoint and all of its messages. */
  void remove(String endpointId) {
    List<Message> all = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> entries =
        messages.range(StoreKeys.first(endpointId), StoreKeys.last(endpointId))) {
      entries.forEachRemaining(entry -> all.add(StoredCodec.message(entry.value)));
    }
    for (Message message : all) {
      unlist(endpointId, message);
      messages.delete(StoreKeys.message(endpointId, message.id()));
    }
    endpoints.delete(StoreKeys.endpoint(endpointId));
    waiting.remove(endpointId);
    agendaBegins.remove(endpointId);
  }

  private void unlist(String endpointId, Message message) {
    switch (message.state()) {
      case WAITING -> {
        agenda.delete(StoreKeys.due(endpointId, message.atMs(), message.id()));
        waiting.computeIfPresent(endpointId, (_, count) -> count - 1);
      }
      case DELIVERED, GIVEN_UP, OVERFLOWED ->
          ended.delete(StoreKeys.ended(message.atMs(), endpointId, message.id()));
      case UNDER_WAY -> {
        // is in no order of time
      }
    }
  }
}
