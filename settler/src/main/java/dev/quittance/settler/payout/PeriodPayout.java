package dev.quittance.settler.payout;

import dev.quittance.contracts.ClaimBatch;
import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.merkle.StandardMerkleTree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a period owes, as claims. Pure: the same rows in any order give the same batches.
 *
 * @param seq the period
 * @param root of the tree over all of its rows
 * @param batches the rows with a credit, in batches; none if nobody earned anything
 */
record PeriodPayout(long seq, Bytes32 root, List<List<ClaimableRow>> batches) {
  /** Rows of one transaction: well within the gas that one may use (EIP-7825). */
  static final int MAX_ROWS = 100;

  PeriodPayout {
    batches = batches.stream().map(List::copyOf).toList();
  }

  /** The payout of a period with these rows, all of them. */
  static PeriodPayout of(long seq, List<SettlementRow> rows) {
    List<SettlementRow> sorted =
        rows.stream()
            .sorted(
                Comparator.comparing((SettlementRow row) -> row.key().account())
                    .thenComparing(row -> row.key().asset()))
            .toList();
    StandardMerkleTree tree =
        StandardMerkleTree.of(sorted.stream().map(SettlementRow::abiEncode).toList());
    List<ClaimableRow> credited =
        IntStream.range(0, sorted.size())
            .filter(i -> sorted.get(i).period().credit().signum() > 0)
            .mapToObj(i -> new ClaimableRow(sorted.get(i), tree.proof(i)))
            .toList();
    return new PeriodPayout(seq, tree.root(), split(credited));
  }

  private static List<List<ClaimableRow>> split(List<ClaimableRow> rows) {
    List<List<ClaimableRow>> batches = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += MAX_ROWS) {
      batches.add(rows.subList(from, Math.min(rows.size(), from + MAX_ROWS)));
    }
    return batches;
  }

  /** The vault's input data that claims these rows. */
  static Bytes claimCall(List<ClaimableRow> rows) {
    return Bytes.fromHex(
        new ClaimBatch(
                rows.stream().map(row -> abiRow(row.row())).toList(),
                rows.stream()
                    .map(row -> row.proof().stream().map(Bytes32::toByteArray).toList())
                    .toList())
            .encode());
  }

  private static PayoutVault.Row abiRow(SettlementRow row) {
    return new PayoutVault.Row(
        BigInteger.valueOf(row.seq()),
        row.key().account().toString(),
        row.key().asset().toString(),
        row.period().debit(),
        row.period().credit(),
        row.cumulative().debit(),
        row.cumulative().credit());
  }
}
