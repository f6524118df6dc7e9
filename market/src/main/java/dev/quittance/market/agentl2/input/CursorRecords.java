package dev.quittance.market.agentl2.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.MarketCursor;
import dev.quittance.schemas.avro.MarketCursorsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between the records of {@code market-cursors} and what they say about one marketplace. The key is
 * its name, and after a slash what else: {@code order/0x…} or {@code input/0x…}.
 *
 * @param market the marketplace's name
 */
public record CursorRecords(String market) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORDER = "/order/";
  private static final String INPUT = "/input/";

  /** The key of where the follower stands. */
  byte[] key() {
    return market.getBytes(UTF_8);
  }

  byte[] orderKey(Bytes32 id) {
    return (market + ORDER + id).getBytes(UTF_8);
  }

  byte[] inputKey(Bytes32 id) {
    return (market + INPUT + id).getBytes(UTF_8);
  }

  MarketCursorsRecord record(CursorEntry.At at, long nowMs) {
    BlockRef last = at.trail().isEmpty() ? new BlockRef(-1, Bytes32.ZERO) : at.trail().getLast();
    ObjectNode detail = JSON.createObjectNode().put("next", at.next());
    ArrayNode trail = detail.putArray("trail");
    at.trail().forEach(block -> trail.addArray().add(block.number()).add(block.hash().toString()));
    return record(market, last, detail, nowMs);
  }

  MarketCursorsRecord record(Tracked order, long nowMs) {
    ObjectNode detail =
        JSON.createObjectNode()
            .put("phase", order.phase().name())
            .put("since", order.since())
            .put("doubtful", order.doubtful())
            .put("endedIn", order.endedIn())
            .put("stoppedIn", order.stoppedIn());
    return record(market + ORDER + order.orderId(), order.block(), detail, nowMs);
  }

  MarketCursorsRecord record(CursorEntry.Put put, long nowMs) {
    ObjectNode detail =
        JSON.createObjectNode()
            .put("bytes", put.input().bytes())
            .put("signed", put.input().signed());
    BlockRef hash = new BlockRef(0, Bytes32.wrap(put.input().sha256().bytes()));
    return record(market + INPUT + put.orderId(), hash, detail, nowMs);
  }

  private static MarketCursorsRecord record(
      String follower, BlockRef block, ObjectNode detail, long nowMs) {
    return new MarketCursorsRecord(
        new MarketCursor(
            follower,
            block.number(),
            AvroValues.hash32(block.hash().toByteArray()),
            detail.toString(),
            nowMs));
  }

  /**
   * What a record says; empty for one of another marketplace.
   *
   * @param value null for one that deletes
   */
  Optional<CursorEntry> entry(byte[] rawKey, @Nullable MarketCursorsRecord value) {
    String key = new String(rawKey, UTF_8);
    MarketCursor cursor = value == null ? null : value.getBody();
    if (key.equals(market)) {
      return cursor == null ? Optional.empty() : Optional.of(at(detail(cursor)));
    }
    if (key.startsWith(market + ORDER)) {
      Bytes32 id = Bytes32.fromHex(key.substring((market + ORDER).length()));
      return Optional.of(
          cursor == null
              ? new CursorEntry.Forgotten(id)
              : new CursorEntry.Tracking(tracked(id, cursor)));
    }
    if (key.startsWith(market + INPUT) && cursor != null) {
      JsonNode detail = detail(cursor);
      return Optional.of(
          new CursorEntry.Put(
              Bytes32.fromHex(key.substring((market + INPUT).length())),
              new OrderInput(
                  Hash32.of(cursor.getHash().bytes()),
                  detail.path("bytes").asInt(),
                  detail.path("signed").asBoolean())));
    }
    return Optional.empty();
  }

  private static CursorEntry at(JsonNode detail) {
    List<BlockRef> trail = new ArrayList<>();
    detail
        .path("trail")
        .forEach(block ->
            trail.add(
                new BlockRef(block.path(0).asLong(), Bytes32.fromHex(block.path(1).asText()))));
    return new CursorEntry.At(detail.path("next").asLong(), trail);
  }

  private static Tracked tracked(Bytes32 id, MarketCursor cursor) {
    JsonNode detail = detail(cursor);
    return new Tracked(
        id,
        new BlockRef(cursor.getPosition(), Bytes32.copyOf(cursor.getHash().bytes())),
        Tracked.Phase.valueOf(detail.path("phase").asText()),
        detail.path("since").asLong(),
        detail.path("doubtful").asBoolean(),
        detail.path("endedIn").asLong(),
        detail.path("stoppedIn").asLong(Tracked.OPEN));
  }

  private static JsonNode detail(MarketCursor cursor) {
    try {
      return JSON.readTree(cursor.getDetail());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "the record of %s in market-cursors holds no JSON".formatted(cursor.getFollower()), e);
    }
  }
}
