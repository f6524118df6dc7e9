package dev.quittance.ingest;

import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderOrigin;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tenants, keys and orders for the tests of ingest. */
public final class Samples {
  public static final OrderPromises PROMISES =
      new OrderPromises(
          new ReceiptDomain(BigInteger.TEN, Address.ZERO),
          Keyring.of("test test test test test test test test test test test junk").houseAgent(),
          OrderPromises.DEFAULT_MAX_MERGE_DELAY);

  public static final String ACME_KEY = "acme-key-1";
  public static final String ACME_BUYER = "0x" + "b0".repeat(20);
  public static final String READER_KEY = "acme-reader-key";
  public static final String SLEEPY_KEY = "sleepy-key";
  public static final String SLEEPY_BUYER = "0x" + "b1".repeat(20);
  public static final String ASSET = "0x" + "a5".repeat(20);
  public static final long NOW_MS = 1_767_570_000_000L;

  /** acme may order, sleepy is suspended. */
  public static final Catalogue CATALOGUE =
      Catalogue.EMPTY
          .foldPolicy(0, acme())
          .foldPolicy(1, tenant("sleepy", SLEEPY_BUYER, SLEEPY_KEY, Tenant.Status.SUSPENDED));

  private Samples() {}

  private static Tenant acme() {
    Tenant plain = tenant("acme", ACME_BUYER, ACME_KEY, Tenant.Status.ACTIVE);
    Hash32 reader = Hash32.sha256(READER_KEY.getBytes(StandardCharsets.UTF_8));
    return new Tenant(
        plain.id(),
        plain.name(),
        plain.buyer(),
        plain.policy(),
        plain.apiKeyHashes(),
        plain.status(),
        List.of(new ApiKey(reader, List.of(Scope.ORDERS_READ), null)),
        null);
  }

  public static Tenant tenant(String id, String buyer, String key, Tenant.Status status) {
    Hash32 hash = Hash32.sha256(key.getBytes(StandardCharsets.UTF_8));
    return new Tenant(id, "Tenant " + id, buyer, "standard", List.of(hash), status);
  }

  /** A valid request body; the text makes it another order. */
  public static String body(String text) {
    return """
    {"service":"extraction","input":{"text":"%s"},"asset":"%s","budget":"500000",\
    "deadline":"2026-01-05T12:00:00Z"}\
    """
        .formatted(text, ASSET);
  }

  public static Order order(String tenant, String sourceId, String text) {
    return OrderRequest.parse(
            body(text).getBytes(StandardCharsets.UTF_8), new OrderOrigin(tenant, "http", sourceId))
        .orThrow();
  }

  public static Submission submission(Order order) {
    return Submission.of(
        order.orderId(),
        order.tenant(),
        order.source(),
        order.sourceId(),
        Bytes.wrap(order.canonicalJson()),
        NOW_MS);
  }
}
