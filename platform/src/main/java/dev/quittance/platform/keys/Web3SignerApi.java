package dev.quittance.platform.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.keys.SigningResult.Cause;
import dev.quittance.platform.keys.SigningResult.Failed;
import dev.quittance.platform.keys.SigningResult.Signed;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Web3Signer's {@code eth1} API answers, read strictly; pure.
 *
 * <p>{@code POST /api/v1/eth1/sign/{identifier}} with {@code {"data":"0x…"}} signs keccak-256 of
 * the data without a prefix and answers {@code 0x r ‖ s ‖ v} as text. (Its JSON-RPC method {@code
 * eth_sign} puts the EIP-191 prefix before; that one is not used.) {@code GET
 * /api/v1/eth1/publicKeys} answers a list of uncompressed keys, {@code 0x x ‖ y}; each is the
 * identifier of its key.
 */
final class Web3SignerApi {
  static final String PUBLIC_KEYS = "/api/v1/eth1/publicKeys";
  static final String SIGN = "/api/v1/eth1/sign/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POINT_BYTES = 64;

  private Web3SignerApi() {}

  /** The body of a request to sign. */
  static byte[] request(byte[] message) {
    try {
      return JSON.writeValueAsBytes(Map.of("data", "0x" + HexFormat.of().formatHex(message)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text that is no JSON", e);
    }
  }

  /**
   * The identifiers of the keys that a signer lists, by address, in its order.
   *
   * @throws IOException when it is no list of keys; says what is wrong
   */
  static Map<Address, String> identifiers(BlockingHttp.Answer answer) throws IOException {
    if (!answer.isSuccess()) {
      throw new IOException("it answered " + answer.status() + " to " + PUBLIC_KEYS);
    }
    JsonNode keys;
    try {
      keys = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new IOException("its answer to " + PUBLIC_KEYS + " is not JSON", e);
    }
    if (keys == null || !keys.isArray()) {
      throw new IOException("its answer to " + PUBLIC_KEYS + " is no list of keys");
    }
    Map<Address, String> identifiers = new LinkedHashMap<>();
    for (JsonNode key : keys) {
      identifiers.put(address(key.asText()), key.asText());
    }
    return identifiers;
  }

  /** A signature that is one of this message by this address, or why there is none. */
  static SigningResult signature(
      Secp256k1Signatures signatures, BlockingHttp.Answer answer, byte[] message, Address address) {
    return switch (answer.status()) {
      case 200 -> checked(signatures, answer.body().trim(), Keccak256.hash(message), address);
      case 404 -> new Failed(Cause.NOT_HELD, "it has no key of " + address);
      case 400, 401, 403, 405, 413 ->
          new Failed(Cause.REFUSED, "it answered " + answer.status() + " for " + address);
      default ->
          new Failed(Cause.UNAVAILABLE, "it answered " + answer.status() + " for " + address);
    };
  }

  private static SigningResult checked(
      Secp256k1Signatures signatures, String text, Bytes32 digest, Address address) {
    Optional<EcdsaSignature> signature = signature(text).map(EcdsaSignature::withLowS);
    if (signature.isEmpty()) {
      return new Failed(
          Cause.INVALID_ANSWER, "what it answered for " + address + " is no signature");
    }
    Optional<Address> signer = signatures.recover(digest, signature.get());
    return signer.filter(address::equals).isPresent()
        ? new Signed(signature.get())
        : new Failed(
            Cause.INVALID_ANSWER,
            "what it answered for "
                + address
                + signer
                    .map(other -> " is not the signature of this message by it, but fits " + other)
                    .orElse(" is a signature that nobody can have made"));
  }

  /** Some servers put quotes around it, as JSON would. */
  private static Optional<EcdsaSignature> signature(String text) {
    String hex =
        text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
            ? text.substring(1, text.length() - 1)
            : text;
    return bytes(hex).flatMap(raw -> EcdsaSignature.of(Bytes.wrap(raw)));
  }

  private static Address address(String key) throws IOException {
    byte[] point = bytes(key).orElse(new byte[0]);
    byte[] uncompressed = new byte[1 + POINT_BYTES];
    uncompressed[0] = 4;
    if (point.length == POINT_BYTES) {
      System.arraycopy(point, 0, uncompressed, 1, POINT_BYTES);
    } else if (point.length == uncompressed.length && point[0] == 4) {
      uncompressed = point;
    } else {
      throw new IOException(
          "it lists a key that is not 64 bytes x ‖ y in hex; start it in its mode eth1: " + key);
    }
    return Secp256k1Signatures.addressOf(uncompressed);
  }

  private static Optional<byte[]> bytes(String hex) {
    try {
      return hex.startsWith("0x")
          ? Optional.of(HexFormat.of().parseHex(hex.substring(2).toLowerCase(Locale.ROOT)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
