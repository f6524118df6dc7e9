package dev.quittance.anchorer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorSubmitted;
import dev.quittance.schemas.avro.AnchorsRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client on a real broker and a real devnet, replaced and restarted in between. */
class AnchorClientIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final OptionalLong ALL = OptionalLong.of(2);

  @TempDir Path directory;

  @Test
  void anchorsEachPeriodOnceWhateverHappensToItsClients() throws Exception {
    try (AnchoredLine line = new AnchoredLine(directory);
        ChainRpc rpc = ChainRpc.at(line.rpcUrl())) {
      AnchorView contract = new AnchorView(rpc, line.anchorAddress());
      line.sendPeriods(4);
      List<AssembledPeriod> periods = line.replay();
      assertThat(periods).hasSize(4);

      periods.subList(0, 3).forEach(line::sendAnchor);
      replacedClientsAnchorAll(line);
      assertAnchored(contract, periods.subList(0, 3));
      assertThat(count(line, AnchorFinal.class)).isEqualTo(3);

      long nonce = rpc.transactionCount(line.operator());
      aLostJournalIsRecoveredFromTheChain(line);
      assertThat(rpc.transactionCount(line.operator())).isEqualTo(nonce);
      assertThat(count(line, AnchorSubmitted.class)).isZero();

      aForgedRecordHalts(line, periods.get(3));
      assertThat(contract.next()).isEqualTo(3);
      assertThat(line.failures).isEmpty();
    }
  }

  /** The first client is fenced in the middle of its work. */
  private static void replacedClientsAnchorAll(AnchoredLine line) {
    try (AnchorClient first = AnchorClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> count(line, AnchorSubmitted.class) > 0);
      try (AnchorClient second = AnchorClient.start(line.context())) {
        await().atMost(PATIENCE).until(() -> second.finalSeq().equals(ALL) && second.isReady());
        assertThat(second.halted()).isEmpty();
      }
      assertThat(first.halted()).isEmpty();
    }
    try (AnchorClient third = AnchorClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> third.finalSeq().equals(ALL) && third.isReady());
    }
  }

  private static void aLostJournalIsRecoveredFromTheChain(AnchoredLine line) throws Exception {
    line.loseStatuses();
    try (AnchorClient client = AnchorClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> client.finalSeq().equals(ALL));
    }
  }

  private static void aForgedRecordHalts(AnchoredLine line, AssembledPeriod period) {
    byte[] forged = period.record().encode().toByteArray();
    forged[103]++; // one more accepted receipt
    line.sendAnchor(
        new AnchorsRecord(
            new AnchorMade(
                3L,
                ByteBuffer.wrap(forged),
                AvroValues.hash32(period.anchorHash().toByteArray()),
                "checkpoint")));
    try (AnchorClient client = AnchorClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> client.halted().isPresent());
      assertThat(client.halted().orElseThrow())
          .contains("the topic receipts gives " + period.anchorHash());
      assertThat(client.isReady()).isFalse();
    }
  }

  private static void assertAnchored(AnchorView contract, List<AssembledPeriod> periods)
      throws IOException {
    assertThat(contract.next()).isEqualTo(periods.size());
    for (AssembledPeriod period : periods) {
      assertThat(contract.period(period.record().seq()).orElseThrow().anchorHash())
          .isEqualTo(period.anchorHash());
    }
  }

  private static long count(AnchoredLine line, Class<?> kind) {
    return line.statuses().stream().filter(record -> kind.isInstance(record.getBody())).count();
  }
}
