package dev.quittance.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.UInt256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record's content as JSON for people: hashes and addresses in hex, amounts in decimal, documents
 * as the JSON that they are.
 */
final class AvroJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AvroJson() {}

  /** A value of a record, or the record itself. */
  static JsonNode of(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case IndexedRecord record -> members(record);
      case UInt256 amount -> NODES.textNode(AvroValues.integer(amount).toString());
      case GenericFixed fixed -> NODES.textNode(AvroValues.hex(fixed.bytes()));
      case ByteBuffer bytes -> document(AvroValues.bytes(bytes));
      case Collection<?> items -> {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> array.add(of(item)));
        yield array;
      }
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      default -> NODES.textNode(value.toString());
    };
  }

  private static ObjectNode members(IndexedRecord record) {
    ObjectNode object = NODES.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      object.set(field.name(), of(record.get(field.pos())));
    }
    return object;
  }

  private static JsonNode document(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException _) {
        return NODES.textNode(AvroValues.hex(bytes));
      }
    }
    return NODES.textNode(AvroValues.hex(bytes));
  }
}
