package dev.quittance.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.PeriodClose;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the test vectors. */
public final class Vectors {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Vectors() {}

  public static JsonNode load(String name) {
    String resource = "/vectors/" + name + ".json";
    try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(resource))) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  public static String text(JsonNode object, String member) {
    return object.get(member).asText();
  }

  public static Bytes bytes(JsonNode object, String member) {
    return Bytes.fromHex(text(object, member));
  }

  public static Bytes32 bytes32(JsonNode object, String member) {
    return Bytes32.fromHex(text(object, member));
  }

  public static Address address(JsonNode object, String member) {
    return Address.fromHex(text(object, member));
  }

  public static BigInteger integer(JsonNode object, String member) {
    return new BigInteger(text(object, member));
  }

  public static long u64(JsonNode object, String member) {
    return Long.parseUnsignedLong(text(object, member));
  }

  public static List<Bytes32> path(JsonNode object, String member) {
    return stream(object.get(member)).map(hash -> Bytes32.fromHex(hash.asText())).toList();
  }

  public static ReceiptDomain domain(JsonNode domain) {
    return new ReceiptDomain(integer(domain, "chainId"), address(domain, "verifyingContract"));
  }

  public static Receipt receipt(JsonNode r) {
    return receipt(r, Verdict.ofCode(r.get("verdict").asInt()).orElseThrow());
  }

  /** The receipt with another verdict, for vectors whose code has no meaning. */
  public static Receipt receipt(JsonNode r, Verdict verdict) {
    return new Receipt(
        bytes32(r, "orderId"),
        bytes32(r, "stepId"),
        address(r, "agent"),
        address(r, "buyer"),
        address(r, "asset"),
        integer(r, "amount"),
        integer(r, "fee"),
        address(r, "feeRecipient"),
        verdict,
        bytes32(r, "orderHash"),
        bytes32(r, "planHash"),
        bytes32(r, "inputHash"),
        bytes32(r, "outputHash"),
        bytes32(r, "proofHash"),
        bytes32(r, "detailsRoot"),
        u64(r, "completedAt"),
        u64(r, "lane"),
        u64(r, "seq"));
  }

  public static PeriodClose close(JsonNode c) {
    return new PeriodClose(
        bytes32(c, "logId"),
        u64(c, "seq"),
        u64(c, "periodStart"),
        u64(c, "periodEnd"),
        c.get("partition").asInt(),
        c.get("partitionCount").asInt());
  }
}
