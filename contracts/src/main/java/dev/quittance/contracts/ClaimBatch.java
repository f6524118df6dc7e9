package dev.quittance.contracts;

import dev.quittance.contracts.abi.PayoutVault;
import java.util.List;
import java.util.stream.Collectors;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;

/**
 * The call {@code PayoutVault.claimMany(rows, proofs)}.
 *
 * <p>Encoded here after the contract ABI specification, because web3j cannot: its wrapper generator
 * fails on arrays of arrays, and its encoder gives wrong offsets when the inner ones differ in
 * length.
 *
 * @param rows settlement rows
 * @param proofs the OpenZeppelin proof of each row, a list of 32-byte hashes, in the same order
 */
public record ClaimBatch(List<PayoutVault.Row> rows, List<List<byte[]>> proofs) {

  private static final String SELECTOR =
      Hash.sha3String(
              "claimMany((uint64,address,address,uint256,uint256,uint256,uint256)[],bytes32[][])")
          .substring(0, 10);
  private static final int WORD_BYTES = 32;
  private static final int ROW_WORDS = 7;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when there are not as many proofs as rows
   */
  public ClaimBatch {
    if (rows.size() != proofs.size()) {
      throw new IllegalArgumentException(
          "a proof for each row is needed, there are %d rows and %d proofs"
              .formatted(rows.size(), proofs.size()));
    }
    rows = List.copyOf(rows);
    proofs = proofs.stream().map(List::copyOf).toList();
  }

  /** The transaction's input data as hex with 0x. */
  public String encode() {
    int argumentWords = 2;
    int rowsWords = 1 + ROW_WORDS * rows.size();
    return SELECTOR
        + offset(argumentWords)
        + offset(argumentWords + rowsWords)
        + encodedRows()
        + encodedProofs();
  }

  private String encodedRows() {
    return word(rows.size()) + rows.stream().map(TypeEncoder::encode).collect(Collectors.joining());
  }

  /** Length, then where each proof begins (counted from behind the length), then the proofs. */
  private String encodedProofs() {
    StringBuilder offsets = new StringBuilder();
    StringBuilder contents = new StringBuilder();
    int words = proofs.size();
    for (List<byte[]> proof : proofs) {
      offsets.append(offset(words));
      contents.append(word(proof.size()));
      proof.forEach(hash -> contents.append(TypeEncoder.encode(new Bytes32(hash))));
      words += 1 + proof.size();
    }
    return word(proofs.size()) + offsets + contents;
  }

  private static String offset(int words) {
    return word((long) words * WORD_BYTES);
  }

  private static String word(long value) {
    return TypeEncoder.encode(new Uint256(value));
  }
}
