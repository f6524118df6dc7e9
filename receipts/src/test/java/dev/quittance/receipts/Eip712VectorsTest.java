package dev.quittance.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.BouncyCastleSecp256k1;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.NativeSecp256k1;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.PeriodClose;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Digests and signatures are those of the vectors, with both signature libraries. */
class Eip712VectorsTest {

  private static final JsonNode VECTORS = Vectors.load("eip712");
  private static final ReceiptDomain DOMAIN = Vectors.domain(VECTORS.get("domain"));
  private static final List<Secp256k1Signatures> LIBRARIES =
      List.of(NativeSecp256k1.load().orElseThrow(), new BouncyCastleSecp256k1());

  private static Stream<Arguments> withLibraries(JsonNode list) {
    return LIBRARIES.stream()
        .flatMap(library -> Vectors.stream(list).map(row -> Arguments.of(library, row)));
  }

  @Test
  void typesAndDomain() {
    assertThat(ReceiptDigest.TYPE).isEqualTo(Vectors.text(VECTORS, "receiptType"));
    assertThat(ReceiptDomain.TYPE).isEqualTo(Vectors.text(VECTORS, "domainType"));
    assertThat(keccak(ReceiptDigest.TYPE)).isEqualTo(Vectors.bytes32(VECTORS, "receiptTypeHash"));
    assertThat(keccak(ReceiptDomain.TYPE)).isEqualTo(Vectors.bytes32(VECTORS, "domainTypeHash"));
    assertThat(DOMAIN.separator()).isEqualTo(Vectors.bytes32(VECTORS, "domainSeparator"));
  }

  private static Bytes32 keccak(String text) {
    return Keccak256.hash(text.getBytes(StandardCharsets.US_ASCII));
  }

  static Stream<Arguments> keys() {
    return LIBRARIES.stream()
        .flatMap(
            library -> VECTORS.get("keys").valueStream().map(row -> Arguments.of(library, row)));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void addressOfKey(Secp256k1Signatures library, JsonNode row) {
    SigningKey key = library.key(Vectors.bytes32(row, "privateKey"));

    assertThat(key.address()).isEqualTo(Vectors.address(row, "address"));
    assertThat(key.toString()).doesNotContain(Vectors.text(row, "privateKey").substring(2));
  }

  static Stream<Arguments> receipts() {
    return withLibraries(VECTORS.get("receipts"));
  }

  @ParameterizedTest
  @MethodSource("receipts")
  void receipt(Secp256k1Signatures library, JsonNode row) {
    int code = row.get("receipt").get("verdict").asInt();
    Optional<Verdict> verdict = Verdict.ofCode(code);
    Receipt receipt = Vectors.receipt(row.get("receipt"), verdict.orElse(Verdict.COMPLETED));

    byte[] encoded = ReceiptDigest.encode(receipt, code);
    assertThat(Bytes.wrap(encoded)).isEqualTo(Vectors.bytes(row, "encodedStruct"));
    assertThat(Keccak256.hash(encoded)).isEqualTo(Vectors.bytes32(row, "structHash"));
    if (verdict.isPresent()) {
      assertThat(ReceiptDigest.encodedStruct(receipt)).isEqualTo(Bytes.wrap(encoded));
      assertThat(ReceiptDigest.structHash(receipt)).isEqualTo(Vectors.bytes32(row, "structHash"));
      assertThat(ReceiptDigest.of(DOMAIN, receipt)).isEqualTo(Vectors.bytes32(row, "digest"));
    }
    assertSignature(library, row);
  }

  static Stream<Arguments> periodCloses() {
    return withLibraries(VECTORS.get("periodCloses"));
  }

  @ParameterizedTest
  @MethodSource("periodCloses")
  void periodClose(Secp256k1Signatures library, JsonNode row) {
    PeriodClose close = Vectors.close(row.get("close"));

    assertThat(close.message()).isEqualTo(Vectors.bytes(row, "message"));
    assertThat(close.digest()).isEqualTo(Vectors.bytes32(row, "digest"));
    assertThat(close.sign(library, key(library, row)).signature())
        .isEqualTo(EcdsaSignature.fromHex(Vectors.text(row, "signature")));
    assertSignature(library, row);
  }

  private static void assertSignature(Secp256k1Signatures library, JsonNode row) {
    Bytes32 digest = Vectors.bytes32(row, "digest");
    EcdsaSignature signature = EcdsaSignature.fromHex(Vectors.text(row, "signature"));
    assertThat(library.sign(digest, key(library, row))).isEqualTo(signature);
    assertThat(library.recover(digest, signature)).contains(Vectors.address(row, "signer"));
  }

  private static SigningKey key(Secp256k1Signatures library, JsonNode row) {
    JsonNode key = VECTORS.get("keys").get(Vectors.text(row, "signerKey"));
    return library.key(Vectors.bytes32(key, "privateKey"));
  }

  static Stream<Arguments> refused() {
    return withLibraries(VECTORS.get("refusedSignatures").get("cases"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusedSignature(Secp256k1Signatures library, JsonNode row) {
    JsonNode refused = VECTORS.get("refusedSignatures");
    Optional<Address> recovered =
        EcdsaSignature.of(Vectors.bytes(row, "signature"))
            .flatMap(s -> library.recover(Vectors.bytes32(refused, "digest"), s));

    Optional<Address> expected =
        row.get("recovers").isNull()
            ? Optional.empty()
            : Optional.of(Vectors.address(row, "recovers"));
    assertThat(recovered).isEqualTo(expected);
    assertThat(recovered).isNotEqualTo(Optional.of(Vectors.address(refused, "signer")));
  }

  static Stream<Secp256k1Signatures> libraries() {
    return LIBRARIES.stream();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void largestLowS(Secp256k1Signatures library) {
    JsonNode row = VECTORS.get("boundary");
    EcdsaSignature signature = EcdsaSignature.fromHex(Vectors.text(row, "signature"));

    assertThat(signature.isCanonical()).isTrue();
    assertThat(library.recover(Vectors.bytes32(row, "digest"), signature))
        .contains(Vectors.address(row, "recovers"));
  }
}
