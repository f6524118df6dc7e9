package dev.quittance.market.agentl2.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import org.junit.jupiter.api.Test;

/** The calls and topics of AgentL2's interface. */
final class MarketContractTest {
  @Test
  void theTopicsAreThoseOfTheMarketplace() {
    assertThat(MarketContract.topics())
        .containsExactly(
            "0x0c27fff1db9ee37d5eca8cfdc0fad8592fb3ca2b53679f58320478774e9c6727",
            "0x529fd39376c16ec7729c8203da77cbb72b44f0e74ab182f36f04c1b58dc0cbee",
            "0xee4b3ad9190f5248304daea47630eab4d57f027dba7a3664b5c0be831a40f3fb",
            "0x5152abf959f6564662358c2e52b702259b78bac5ee7842a0f01937e670efcc7d",
            "0xbff5487f6422ba4acbcde6bd5e0ccb83124c240b9deb6a72e7b5eb8c7b71d6fc",
            "0xb7d2a15ea6a1f1bbd6630b49fa7240d8228d7aa8aac5ecf32e9b49221fb763e3");
  }

  @Test
  void aCompletionIsTheCallOfCompleteOrder() {
    Bytes call = MarketContract.completeOrder(Bytes32.ZERO, "ipfs://x", Bytes.fromHex("0xabcd"));
    assertThat(call.toString()).startsWith("0x6802f204" + "00".repeat(32));
  }
}
