package dev.quittance.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.contracts.abi.PayoutVault;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Hash;
import org.web3j.utils.Numeric;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClaimBatchTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * The Solidity tests hold the contract's own encoding of the same rows against the same hashes.
   */
  @Test
  void encodesAsSolidityDoes() throws Exception {
    JsonNode periods = resource("vectors/log.json").get("periods");
    JsonNode expected = resource("claim-many.json").get("inputHashes");
    assertThat(expected.size()).isEqualTo(periods.size());
    for (int seq = 0; seq < periods.size(); seq++) {
      ClaimBatch batch = batchOf(periods.get(seq).get("settlement").get("rows"));
      assertThat(Hash.sha3(batch.encode())).isEqualTo(expected.get(seq).stringValue());
    }
  }

  @Test
  void everyRowNeedsAProof() {
    List<List<byte[]>> oneProof = List.of(List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClaimBatch(List.of(), oneProof))
        .withMessageContaining("0 rows and 1 proofs");
  }

  private static ClaimBatch batchOf(JsonNode settlementRows) {
    List<PayoutVault.Row> rows = new ArrayList<>();
    List<List<byte[]>> proofs = new ArrayList<>();
    for (JsonNode settlementRow : settlementRows) {
      rows.add(row(settlementRow.get("row")));
      List<byte[]> proof = new ArrayList<>();
      settlementRow
          .get("proof")
          .forEach(h -> proof.add(Numeric.hexStringToByteArray(h.asString())));
      proofs.add(proof);
    }
    return new ClaimBatch(rows, proofs);
  }

  private static PayoutVault.Row row(JsonNode values) {
    return new PayoutVault.Row(
        integer(values, 0),
        values.get(1).stringValue(),
        values.get(2).stringValue(),
        integer(values, 3),
        integer(values, 4),
        integer(values, 5),
        integer(values, 6));
  }

  private static BigInteger integer(JsonNode values, int index) {
    return new BigInteger(values.get(index).stringValue());
  }

  private static JsonNode resource(String name) throws Exception {
    return MAPPER.readTree(Files.readString(Path.of("src/test/resources", name)));
  }
}
