package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.Tenant;
import dev.quittance.receipts.OrderStatement;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An order that says to be signed by its buyer is, or it is named. */
class BuyerCheckTest {
  private static final String TENANT = "acme";
  private static final long ACCEPTED_AT = 1_767_571_200_000L;
  private static final long PLACE = 17;

  private RandomLogs random = new RandomLogs(1, 1);
  private SigningKey buyer = RandomLogs.SIGNATURES.key(random.bytes32());

  @Test
  void anOrderWithoutOneIsRight() {
    assertThat(found(order(null))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theBuyersIsRightAndNothingThatItIsOverMayChange(long seed) {
    random = new RandomLogs(seed, 1);
    buyer = RandomLogs.SIGNATURES.key(random.bytes32());
    Order signed = signed(buyer, random.identity.domain());
    assertThat(found(signed)).isEmpty();

    List<UnaryOperator<Order>> changes =
        List.of(
            of -> with(of, "other", of.asset(), of.budget(), of.deadlineMs(), of.steps()),
            of -> with(of, of.sourceId(), address(), of.budget(), of.deadlineMs(), of.steps()),
            of -> with(of, of.sourceId(), of.asset(), amount(), of.deadlineMs(), of.steps()),
            of -> with(of, of.sourceId(), of.asset(), of.budget(), 7, of.steps()),
            of ->
                with(
                    of,
                    of.sourceId(),
                    of.asset(),
                    of.budget(),
                    of.deadlineMs(),
                    List.of(step(random.bytes32().toString()))));
    changes.forEach(change -> assertNamed(change.apply(signed), "was never the buyer"));
  }

  @Test
  void anothersIsNamedWithWhoSigned() {
    SigningKey other = RandomLogs.SIGNATURES.key(random.bytes32());
    assertNamed(signed(other, random.identity.domain()), other.address().toString());
  }

  @Test
  void thatOfAnotherLogIsNamed() {
    ReceiptDomain elsewhere = new ReceiptDomain(BigInteger.ONE, Address.ZERO);
    assertNamed(signed(buyer, elsewhere), "was never the buyer");
  }

  @Test
  void oneThatIsNoneIsNamed() {
    assertNamed(order("0x" + "0".repeat(130)), "is none");
    assertNamed(order("0x" + "f".repeat(128) + "1b"), "is none");
  }

  private void assertNamed(Order order, String message) {
    assertThat(found(order))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_ORDER_NOT_SIGNED);
          assertThat(finding.place()).isEqualTo(Place.record("orders", 0, PLACE));
          assertThat(finding.message()).contains(message);
        });
  }

  /** What is found of a line in which the order was accepted, and nothing came of it so far. */
  private List<Finding> found(Order order) {
    Findings findings = new Findings();
    BuyerCheck check = new BuyerCheck(random.identity.domain(), RandomLogs.SIGNATURES);
    CatalogueHistory history = new CatalogueHistory(List.of(), List.of(tenant()));
    assertThat(history.findings()).isEmpty();
    Bytes bytes = Bytes.wrap(order.canonicalJson());
    Bytes32 id = Bytes32.wrap(order.orderId().bytes());
    LineRecord.OrderTaken taken =
        new LineRecord.OrderTaken(
            id, TENANT, buyer.address(), bytes, Sha256.hash(order.canonicalJson()));
    OrderCase all = new OrderCase(id);
    all.orders.add(new OrderCase.Of<>(record("orders", PLACE, id.toBytes(), taken), taken));
    new CaseCheck(check, history, findings).check(all, Long.MIN_VALUE);
    return findings.list();
  }

  private LineRecord tenant() {
    Tenant tenant =
        new Tenant(
            TENANT,
            "Acme",
            buyer.address().toString(),
            "open",
            List.of(Hash32.sha256(random.bytes32().toByteArray())),
            Tenant.Status.ACTIVE,
            null,
            null);
    return record(
        "policies",
        0,
        Bytes.wrap(TENANT.getBytes(StandardCharsets.UTF_8)),
        new LineRecord.CatalogueDocument(
            TENANT, Bytes.wrap(tenant.canonicalJson()), Optional.empty()));
  }

  private static LineRecord record(
      String topic, long offset, Bytes key, LineRecord.Content content) {
    return new LineRecord(topic, 0, offset, ACCEPTED_AT, Optional.of(key), content);
  }

  private Order signed(SigningKey signer, ReceiptDomain domain) {
    Order order = order(null);
    OrderStatement statement =
        new OrderStatement(
            order.tenant(),
            order.source(),
            order.sourceId(),
            Address.fromHex(order.asset()),
            order.budget(),
            order.deadlineMs(),
            Bytes32.wrap(order.hash().bytes()));
    return order(RandomLogs.SIGNATURES.sign(statement.digest(domain), signer).toBytes().toString());
  }

  private static Order order(@Nullable String signature) {
    return new Order(
        TENANT,
        "http",
        "key-1",
        "0x" + "a5".repeat(20),
        BigInteger.valueOf(500_000),
        ACCEPTED_AT + 60_000,
        List.of(step("A sturdy tent.")),
        signature);
  }

  private static Order with(
      Order of,
      String sourceId,
      String asset,
      BigInteger budget,
      long deadlineMs,
      List<OrderStep> steps) {
    return new Order(
        of.tenant(), of.source(), sourceId, asset, budget, deadlineMs, steps, of.signature());
  }

  private String address() {
    return RandomLogs.SIGNATURES.key(random.bytes32()).address().toString();
  }

  private BigInteger amount() {
    return BigInteger.valueOf(1 + random.below(400_000));
  }

  private static OrderStep step(String text) {
    return new OrderStep(
        "only",
        "sentiment-analysis",
        new StepInput.Inline(CanonicalJson.of(TextNode.valueOf(text))),
        null,
        null,
        null);
  }
}
