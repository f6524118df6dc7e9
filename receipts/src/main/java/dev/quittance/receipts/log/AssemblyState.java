package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.Frontier;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the assembly of periods carries from one to the next.
 *
 * @param prevAnchorHash the last anchor record's hash, zero before the first
 * @param previousEnd end of the last period, unix seconds; 0 and without meaning before the first
 * @param anchors tree of all anchor hashes; its size is the number of the next period
 * @param assets cumulative totals by asset
 */
public record AssemblyState(
    Bytes32 prevAnchorHash,
    long previousEnd,
    Frontier anchors,
    SortedMap<Address, Balance> assets) {

  /** The state before the first period. */
  public static final AssemblyState INITIAL =
      new AssemblyState(Bytes32.ZERO, 0, Frontier.EMPTY, new TreeMap<>());

  private static final byte VERSION = 1;
  private static final int FIXED_SIZE = 1 + Bytes32.SIZE + Long.BYTES + Integer.BYTES;
  private static final int ASSET_SIZE = Address.SIZE + Balance.SIZE;

  /** Copies the totals. */
  public AssemblyState {
    assets = Collections.unmodifiableSortedMap(new TreeMap<>(assets));
  }

  /** The number of the next period. */
  public long nextPeriod() {
    return anchors.size();
  }

  /** The bytes that stores keep. */
  public Bytes encode() {
    ByteBuffer buffer =
        ByteBuffer.allocate(FIXED_SIZE + anchors.encodedSize() + assets.size() * ASSET_SIZE);
    buffer.put(VERSION);
    prevAnchorHash.write(buffer);
    buffer.putLong(previousEnd);
    anchors.write(buffer);
    buffer.putInt(assets.size());
    for (Map.Entry<Address, Balance> asset : assets.entrySet()) {
      asset.getKey().write(buffer);
      asset.getValue().write(buffer);
    }
    return Bytes.wrap(buffer.array());
  }

  /**
   * Reads what {@link #encode} gave.
   *
   * @throws IllegalArgumentException if the version is another
   */
  public static AssemblyState decode(Bytes encoded) {
    ByteBuffer buffer = encoded.asBuffer();
    byte version = buffer.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("assembly state of unknown version " + version);
    }
    Bytes32 prevAnchorHash = Bytes32.read(buffer);
    long previousEnd = buffer.getLong();
    Frontier anchors = Frontier.read(buffer);
    TreeMap<Address, Balance> assets = new TreeMap<>();
    for (int remaining = buffer.getInt(); remaining > 0; remaining--) {
      assets.put(Address.read(buffer), Balance.read(buffer));
    }
    return new AssemblyState(prevAnchorHash, previousEnd, anchors, assets);
  }
}
