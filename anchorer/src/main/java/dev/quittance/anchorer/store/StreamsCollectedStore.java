package dev.quittance.anchorer.store;

import dev.quittance.anchorer.domain.CollectedStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AssemblyState;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.receipts.log.SettlementRow;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the assembler has collected, in four stores: its state (one value), and of open periods the
 * heads and the ends of rows by period and partition, the rows by period, account and asset.
 */
public final class StreamsCollectedStore implements CollectedStore {

  private final Bytes32 logId;
  private final int partitionCount;
  private final KeyValueStore<byte[], byte[]> state;
  private final KeyValueStore<byte[], byte[]> parts;
  private final KeyValueStore<byte[], byte[]> rows;
  private final KeyValueStore<byte[], byte[]> rowsEnds;

  /** Over the four stores of the task; the log's id and partitions stand in every close. */
  public StreamsCollectedStore(
      Bytes32 logId,
      int partitionCount,
      KeyValueStore<byte[], byte[]> state,
      KeyValueStore<byte[], byte[]> parts,
      KeyValueStore<byte[], byte[]> rows,
      KeyValueStore<byte[], byte[]> rowsEnds) {
    this.logId = logId;
    this.partitionCount = partitionCount;
    this.state = state;
    this.parts = parts;
    this.rows = rows;
    this.rowsEnds = rowsEnds;
  }

  @Override
  public AssemblyState state() {
    byte[] value = state.get(StoreKeys.SINGLE);
    return value == null ? AssemblyState.INITIAL : AssemblyState.decode(Bytes.wrap(value));
  }

  @Override
  public void putState(AssemblyState assemblyState) {
    state.put(StoreKeys.SINGLE, assemblyState.encode().toByteArray());
  }

  @Override
  public boolean hasPart(long seq, int partition) {
    return parts.get(StoreKeys.ofPeriod(seq, partition)) != null;
  }

  @Override
  public void putPart(PeriodPart part) {
    parts.put(
        StoreKeys.ofPeriod(part.close().seq(), part.head().partition()), StoredPart.encode(part));
  }

  @Override
  public int parts(long seq) {
    return StoreKeys.period(parts, seq).size();
  }

  @Override
  public List<PeriodPart> drainParts(long seq) {
    return StoreKeys.drain(parts, seq).stream()
        .map(entry -> StoredPart.decode(logId, partitionCount, seq, entry.value))
        .toList();
  }

  @Override
  public void putRow(SettlementRow row) {
    rows.put(StoreKeys.ofPeriod(row.seq(), row.key().encode().asBuffer()), StoredRow.encode(row));
  }

  @Override
  public List<SettlementRow> drainRows(long seq) {
    return StoreKeys.drain(rows, seq).stream()
        .map(entry -> StoredRow.decode(seq, StoreKeys.afterPeriod(entry.key), entry.value))
        .toList();
  }

  @Override
  public boolean hasRowsEnd(long seq, int postingsPartition) {
    return rowsEnds.get(StoreKeys.ofPeriod(seq, postingsPartition)) != null;
  }

  @Override
  public void putRowsEnd(long seq, int postingsPartition, long rowCount) {
    rowsEnds.put(
        StoreKeys.ofPeriod(seq, postingsPartition),
        ByteBuffer.allocate(Long.BYTES).putLong(rowCount).array());
  }

  @Override
  public List<Long> rowsEnds(long seq) {
    return StoreKeys.period(rowsEnds, seq).stream()
        .map(entry -> ByteBuffer.wrap(entry.value).getLong())
        .toList();
  }

  @Override
  public void removeRowsEnds(long seq) {
    StoreKeys.drain(rowsEnds, seq);
  }
}
