package dev.quittance.market.agentl2.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.market.agentl2.follow.Tracked.Phase;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CursorBookTest {
  private static final CursorRecords RECORDS = new CursorRecords("agentl2");
  private static final Bytes32 ORDER = Bytes32.fromHex("0x" + "0d".repeat(32));
  private static final BlockRef BLOCK = new BlockRef(12, Bytes32.fromHex("0x" + "0b".repeat(32)));

  private final CursorBook book = new CursorBook(5);

  private static OrderInput input(int number, boolean signed) {
    return new OrderInput(Hash32.sha256(new byte[] {(byte) number}), 1, signed);
  }

  private void put(OrderInput input) {
    book.fold(new CursorEntry.Put(ORDER, input));
  }

  private void track(Phase phase) {
    book.fold(new CursorEntry.Tracking(tracked(phase)));
  }

  private static Tracked tracked(Phase phase) {
    return new Tracked(ORDER, BLOCK, phase, 77, true, 3, 5);
  }

  @Test
  void theFirstInputStandsAndOnlyASignedOneReplacesIt() {
    put(input(1, false));
    put(input(2, false));
    assertThat(book.input(ORDER)).contains(input(1, false));
    put(input(3, true));
    put(input(4, false));
    assertThat(book.input(ORDER)).contains(input(3, true));
    put(input(5, true));
    assertThat(book.input(ORDER)).contains(input(5, true));
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void anInputCountsUntilItsOrderIsClosed(Phase phase) {
    track(phase);
    put(input(1, true));
    boolean isOpen = phase == Phase.SEEN || phase == Phase.CONFIRMED;
    assertThat(book.input(ORDER).isPresent()).isEqualTo(isOpen);
  }

  @Test
  void whatIsForgottenTakesItsInputAlong() {
    put(input(1, false));
    track(Phase.HANDED_IN);
    book.fold(new CursorEntry.Forgotten(ORDER));
    assertThat(book.isTracked(ORDER)).isFalse();
    assertThat(book.input(ORDER)).isEmpty();
  }

  @Test
  void beforeTheFirstRecordItStandsAtTheFirstBlock() {
    assertThat(book.position().next()).isEqualTo(5);
    assertThat(book.position().trail()).isEmpty();
  }

  @Test
  void everyEntryComesBackFromItsRecord() {
    CursorEntry.At at = new CursorEntry.At(13, List.of(BLOCK));
    CursorEntry.Put put = new CursorEntry.Put(ORDER, input(9, true));
    assertThat(RECORDS.entry(RECORDS.key(), RECORDS.record(at, 0))).contains(at);
    assertThat(RECORDS.entry(RECORDS.inputKey(ORDER), RECORDS.record(put, 0))).contains(put);
    assertThat(RECORDS.entry(RECORDS.orderKey(ORDER), RECORDS.record(tracked(Phase.HELD), 0)))
        .contains(new CursorEntry.Tracking(tracked(Phase.HELD)));
    assertThat(RECORDS.entry(RECORDS.orderKey(ORDER), null))
        .contains(new CursorEntry.Forgotten(ORDER));
  }

  @Test
  void otherMarketplacesRecordsSayNothing() {
    CursorEntry.At at = new CursorEntry.At(13, List.of(BLOCK));
    assertThat(RECORDS.entry("agentl2-b".getBytes(UTF_8), RECORDS.record(at, 0)))
        .isEqualTo(Optional.empty());
    assertThat(RECORDS.entry(new CursorRecords("other").orderKey(ORDER), null)).isEmpty();
  }
}
