package dev.quittance.anchorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The log of the independent test vectors. */
final class LogVectors {
  private final JsonNode root;
  private final Map<Bytes, Decoded> decoded = new HashMap<>();

  private LogVectors(JsonNode root) {
    this.root = root;
    for (JsonNode partition : root.get("partitions")) {
      for (JsonNode record : partition.get("records")) {
        decoded.put(Bytes.fromHex(text(record, "valueHex")), decoded(record.get("decoded")));
      }
    }
  }

  static LogVectors load() {
    try (InputStream in = LogVectors.class.getResourceAsStream("/vectors/log.json")) {
      return new LogVectors(new ObjectMapper().readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  LogIdentity log() {
    JsonNode log = root.get("log");
    byte[] topicId = Bytes.fromHex(text(log, "topicId")).toByteArray();
    BigInteger id = new BigInteger(1, topicId);
    JsonNode domain = log.get("domain");
    return new LogIdentity(
        text(log, "origin"),
        log.get("partitionCount").intValue(),
        log.get("epoch").intValue(),
        new UUID(id.shiftRight(64).longValue(), id.longValue()),
        Bytes32.fromHex(text(log, "rulesHash")),
        new ReceiptDomain(
            new BigInteger(text(domain, "chainId")),
            Address.fromHex(text(domain, "verifyingContract"))),
        Address.fromHex(text(log, "operator")));
  }

  Bytes32 noteSeed() {
    return Bytes32.fromHex(text(root.get("log"), "noteSeed"));
  }

  JsonNode periods() {
    return root.get("periods");
  }

  List<SimulatedTopic.Entry> records(int partition) {
    List<SimulatedTopic.Entry> records = new ArrayList<>();
    for (JsonNode record : root.get("partitions").get(partition).get("records")) {
      records.add(
          new SimulatedTopic.Entry(
              Long.parseLong(text(record, "offset")),
              Long.parseLong(text(record, "appendTime")),
              null,
              Bytes.fromHex(text(record, "valueHex"))));
    }
    return records;
  }

  Decoded decode(byte @Nullable [] value) {
    return Objects.requireNonNull(decoded.get(value == null ? Bytes.EMPTY : Bytes.wrap(value)));
  }

  static String text(JsonNode node, String member) {
    return node.get(member).textValue();
  }

  private static Decoded decoded(JsonNode node) {
    if (node.isNull()) {
      return new Malformed();
    }
    Bytes signature = Bytes.fromHex(text(node, "signature"));
    return text(node, "type").equals("receipt")
        ? receipt(node.get("receipt"), signature)
        : close(node.get("close"), signature);
  }

  private static DecodedClose close(JsonNode close, Bytes signature) {
    return new DecodedClose(
        bytes(close, "logId"),
        number(close, "seq").longValue(),
        number(close, "periodStart").longValue(),
        number(close, "periodEnd").longValue(),
        close.get("partition").intValue(),
        close.get("partitionCount").intValue(),
        signature);
  }

  private static DecodedReceipt receipt(JsonNode receipt, Bytes signature) {
    return new DecodedReceipt(
        bytes(receipt, "orderId"),
        bytes(receipt, "stepId"),
        bytes(receipt, "agent"),
        bytes(receipt, "buyer"),
        bytes(receipt, "asset"),
        number(receipt, "amount"),
        number(receipt, "fee"),
        bytes(receipt, "feeRecipient"),
        receipt.get("verdict").intValue(),
        bytes(receipt, "orderHash"),
        bytes(receipt, "planHash"),
        bytes(receipt, "inputHash"),
        bytes(receipt, "outputHash"),
        bytes(receipt, "proofHash"),
        bytes(receipt, "detailsRoot"),
        number(receipt, "completedAt").longValue(),
        number(receipt, "lane").longValue(),
        number(receipt, "seq").longValue(),
        signature);
  }

  private static Bytes bytes(JsonNode node, String member) {
    return Bytes.fromHex(text(node, member));
  }

  private static BigInteger number(JsonNode node, String member) {
    return new BigInteger(text(node, member));
  }
}
