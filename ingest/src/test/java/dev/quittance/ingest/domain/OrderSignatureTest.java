package dev.quittance.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.utils.Numeric;

class OrderSignatureTest {
  private static final Signer BUYER =
      Keyring.of("test test test test test test test test test test test junk").buyer(0);
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.fromHex("0x" + "c0".repeat(20)));
  private static final Order ORDER = Samples.order("acme", "key-1", "text");

  private static Order signed(Order order, String signature) {
    return new Order(
        order.tenant(),
        order.source(),
        order.sourceId(),
        order.asset(),
        order.budget(),
        order.deadlineMs(),
        order.steps(),
        signature);
  }

  private static String signature(ReceiptDomain domain, Order order) {
    return BUYER.sign(OrderSignature.statement(order).digest(domain)).toBytes().toString();
  }

  /** What wallets compute, by another implementation of EIP-712. */
  @Test
  void theDigestIsThatOfTheTypedData() throws IOException {
    String typed =
        """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},\
        {"name":"version","type":"string"},{"name":"chainId","type":"uint256"},\
        {"name":"verifyingContract","type":"address"}],\
        "Order":[{"name":"tenant","type":"string"},{"name":"source","type":"string"},\
        {"name":"sourceId","type":"string"},{"name":"asset","type":"address"},\
        {"name":"budget","type":"uint256"},{"name":"deadline","type":"uint256"},\
        {"name":"contentHash","type":"bytes32"}]},\
        "primaryType":"Order","domain":{"name":"Quittance Order","version":"1",\
        "chainId":31337,"verifyingContract":"0x%s"},\
        "message":{"tenant":"acme","source":"http","sourceId":"key-1","asset":"%s",\
        "budget":"%s","deadline":"%d","contentHash":"%s"}}\
        """
            .formatted(
                "c0".repeat(20),
                ORDER.asset(),
                ORDER.budget(),
                ORDER.deadlineMs(),
                ORDER.hash().hex());

    byte[] expected = new StructuredDataEncoder(typed).hashStructuredData();

    assertThat(OrderSignature.statement(ORDER).digest(DOMAIN).toString())
        .isEqualTo(Numeric.toHexString(expected));
  }

  @Test
  void onlyTheBuyersSignatureOverThisOrderHolds() {
    Order signed = signed(ORDER, signature(DOMAIN, ORDER));
    Order other = Samples.order("acme", "key-2", "text");
    ReceiptDomain elsewhere = new ReceiptDomain(BigInteger.ONE, Address.ZERO);

    assertThat(refusals(signed, ORDER)).isEqualTo(List.of(false, false));
    assertThat(
            refusals(
                signed(other, signature(DOMAIN, ORDER)),
                signed(ORDER, signature(elsewhere, ORDER)),
                signed(ORDER, "0x" + "0".repeat(130)),
                signed(ORDER, "0x" + "1".repeat(128) + "1b")))
        .isEqualTo(List.of(true, true, true, true));
    assertThat(OrderSignature.refusal(DOMAIN, signed, Address.ZERO)).isPresent();
  }

  private static List<Boolean> refusals(Order... orders) {
    return java.util.Arrays.stream(orders)
        .map(order -> OrderSignature.refusal(DOMAIN, order, BUYER.address()).isPresent())
        .toList();
  }

  @Test
  void theSignatureIsCommittedByTheOrdersHashAndChangesNoOther() {
    Order signed = signed(ORDER, signature(DOMAIN, ORDER));

    assertThat(signed.hash()).isNotEqualTo(ORDER.hash());
    assertThat(signed.unsigned()).isEqualTo(ORDER);
    assertThat(signed.orderId()).isEqualTo(ORDER.orderId());
    assertThat(Order.parse(signed.canonicalJson()).orThrow()).isEqualTo(signed);
  }
}
