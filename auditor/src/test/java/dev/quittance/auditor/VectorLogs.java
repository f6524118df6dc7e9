package dev.quittance.auditor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.Malformed;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The log of the test vectors. */
public final class VectorLogs {

  private VectorLogs() {}

  /** A file of the vectors. */
  public static JsonNode load(String name) {
    String path = "/vectors/" + name + ".json";
    try (InputStream in = Objects.requireNonNull(VectorLogs.class.getResourceAsStream(path))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log as a source. A value that is not in the vectors does not decode. */
  public static FakeLog log() {
    JsonNode vectors = load("log");
    JsonNode log = vectors.get("log");
    Map<Bytes, Decoded> decoded = new HashMap<>();
    List<List<FakeLog.Raw>> partitions = new ArrayList<>();
    for (JsonNode partition : vectors.get("partitions")) {
      List<FakeLog.Raw> records = new ArrayList<>();
      for (JsonNode record : partition.get("records")) {
        Bytes value = Bytes.fromHex(text(record, "valueHex"));
        decoded.put(value, decoded(record.get("decoded")));
        records.add(new FakeLog.Raw(u64(record, "offset"), u64(record, "appendTime"), value));
      }
      partitions.add(records);
    }
    return new FakeLog(
        epoch(log),
        Bytes32.fromHex(text(log, "noteSeed")),
        partitions,
        value -> decoded.getOrDefault(value, new Malformed()));
  }

  /** The rules of the vectors name no schemas, so the hash of these is another one. */
  private static LogEpoch epoch(JsonNode log) {
    ByteBuffer topicId = Bytes.fromHex(text(log, "topicId")).asBuffer();
    JsonNode domain = log.get("domain");
    LogRules rules =
        new LogRules(
            text(log, "origin"),
            log.get("epoch").asInt(),
            new ReceiptDomain(
                new BigInteger(text(domain, "chainId")),
                Address.fromHex(text(domain, "verifyingContract"))),
            Topics.RECEIPTS.name(),
            log.get("partitionCount").asInt(),
            List.of(),
            Address.fromHex(text(log, "operator")),
            new PeriodSchedule(1_767_571_200, 86_400, PeriodSchedule.CatchUp.EACH));
    return LogEpoch.first(rules, new UUID(topicId.getLong(), topicId.getLong()));
  }

  private static Decoded decoded(JsonNode decoded) {
    if (decoded.isNull()) {
      return new Malformed();
    }
    EcdsaSignature signature = EcdsaSignature.fromHex(text(decoded, "signature"));
    return decoded.has("receipt")
        ? DecodedReceipt.of(new SignedReceipt(receipt(decoded.get("receipt")), signature))
        : DecodedClose.of(new SignedPeriodClose(close(decoded.get("close")), signature));
  }

  private static PeriodClose close(JsonNode close) {
    return new PeriodClose(
        hash(close, "logId"),
        u64(close, "seq"),
        u64(close, "periodStart"),
        u64(close, "periodEnd"),
        (int) close.get("partition").asLong(),
        (int) close.get("partitionCount").asLong());
  }

  private static Receipt receipt(JsonNode receipt) {
    return new Receipt(
        hash(receipt, "orderId"),
        hash(receipt, "stepId"),
        Address.fromHex(text(receipt, "agent")),
        Address.fromHex(text(receipt, "buyer")),
        Address.fromHex(text(receipt, "asset")),
        new BigInteger(text(receipt, "amount")),
        new BigInteger(text(receipt, "fee")),
        Address.fromHex(text(receipt, "feeRecipient")),
        Verdict.ofCode(receipt.get("verdict").asInt()).orElseThrow(),
        hash(receipt, "orderHash"),
        hash(receipt, "planHash"),
        hash(receipt, "inputHash"),
        hash(receipt, "outputHash"),
        hash(receipt, "proofHash"),
        hash(receipt, "detailsRoot"),
        u64(receipt, "completedAt"),
        u64(receipt, "lane"),
        u64(receipt, "seq"));
  }

  private static Bytes32 hash(JsonNode node, String member) {
    return Bytes32.fromHex(text(node, member));
  }

  private static long u64(JsonNode node, String member) {
    return Long.parseUnsignedLong(text(node, member));
  }

  private static String text(JsonNode node, String member) {
    return node.get(member).asText();
  }
}
