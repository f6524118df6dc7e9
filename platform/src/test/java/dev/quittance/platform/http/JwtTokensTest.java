package dev.quittance.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are signed here with the JDK alone: another implementation than the one that reads. */
class JwtTokensTest {
  private static final byte[] SECRET = "a secret of 32 bytes, as HS256 wants".getBytes(UTF_8);

  private static KeyPair rsa;
  private static KeyPair ed25519;

  @TempDir private Path folder;
  private JwtTokens tokens;

  /** Once for all tests: a key of RSA takes a second to find. */
  @BeforeAll
  static void makeKeys() throws GeneralSecurityException {
    rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @BeforeEach
  void start() throws IOException {
    tokens = JwtTokens.of(settings(jwks()));
  }

  private JwtTokens.Settings settings(JsonObject jwks) throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), jwks.encode());
    return new JwtTokens.Settings(file, "https://login.example", "line", "tenant");
  }

  private JsonObject jwks() {
    RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(jwk("oct", "HS256", "h").put("k", base64(SECRET)))
                .add(
                    jwk("RSA", "RS256", "r")
                        .put("n", base64(unsigned(key.getModulus())))
                        .put("e", base64(unsigned(key.getPublicExponent()))))
                .add(
                    jwk("OKP", "EdDSA", "e")
                        .put("crv", "Ed25519")
                        .put("x", base64(point((EdECPublicKey) ed25519.getPublic())))));
  }

  private static JsonObject jwk(String kty, String alg, String kid) {
    return new JsonObject().put("kty", kty).put("alg", alg).put("kid", kid).put("use", "sig");
  }

  private static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /** RFC 8032: y in little endian, the sign of x in the highest bit. */
  private static byte[] point(EdECPublicKey key) {
    byte[] big = unsigned(key.getPoint().getY());
    byte[] little = new byte[32];
    for (int i = 0; i < big.length; i++) {
      little[i] = big[big.length - 1 - i];
    }
    little[31] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
    return little;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static long nowS() {
    return Instant.now().getEpochSecond();
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("iss", "https://login.example")
        .put("aud", new JsonArray().add("line").add("other"))
        .put("exp", nowS() + 600)
        .put("tenant", "acme")
        .put("scope", "openid orders:read orders:write");
  }

  private String signed(String alg, JsonObject claims) {
    String kid = alg.substring(0, 1).toLowerCase(java.util.Locale.ROOT);
    JsonObject header = new JsonObject().put("alg", alg).put("typ", "JWT").put("kid", kid);
    String text =
        base64(header.encode().getBytes(UTF_8)) + "." + base64(claims.encode().getBytes(UTF_8));
    return text + "." + base64(signature(alg, text.getBytes(UTF_8)));
  }

  private byte[] signature(String alg, byte[] text) {
    try {
      if (alg.equals("HS256")) {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        return mac.doFinal(text);
      }
      Signature signature =
          Signature.getInstance(alg.equals("RS256") ? "SHA256withRSA" : "Ed25519");
      signature.initSign((alg.equals("RS256") ? rsa : ed25519).getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "RS256", "EdDSA"})
  void takesWhatAKeyOfTheSetSigned(String alg) {
    JwtTokens.Claims claims = tokens.verify(signed(alg, claims())).orElseThrow();

    assertThat(claims.tenant()).isEqualTo("acme");
    assertThat(claims.scopes()).isEqualTo(Set.of(Scope.ORDERS_READ, Scope.ORDERS_WRITE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "RS256", "EdDSA"})
  void refusesWhatIsChangedOrFromElsewhere(String alg) {
    String good = signed(alg, claims());
    String[] parts = good.split("\\.", -1);
    String other = base64(claims().put("tenant", "other").encode().getBytes(UTF_8));
    String none = base64("{\"alg\":\"none\"}".getBytes(UTF_8));

    for (String bad :
        List.of(
            parts[0] + "." + other + "." + parts[2],
            parts[0] + "." + parts[1] + "." + base64(new byte[64]),
            none + "." + parts[1] + ".",
            none + "." + parts[1] + "." + parts[2],
            signed(alg, claims().put("iss", "https://evil.example")),
            signed(alg, claims().put("aud", "other")),
            signed(alg, claims().put("exp", nowS() - 600)),
            signed(alg, claims().put("nbf", nowS() + 600)),
            signed(alg, without("exp")),
            signed(alg, without("iss")),
            signed(alg, without("aud")),
            signed(alg, without("tenant")),
            "a.b.c",
            "")) {
      assertThat(tokens.verify(bad)).as(bad).isEmpty();
    }
  }

  private static JsonObject without(String claim) {
    JsonObject claims = claims();
    claims.remove(claim);
    return claims;
  }

  /** The public key of RS256 must not be taken for a secret of HS256. */
  @Test
  void aKeyIsForItsOwnAlgorithmOnly() throws GeneralSecurityException {
    JsonObject header = new JsonObject().put("alg", "HS256").put("kid", "r");
    String text =
        base64(header.encode().getBytes(UTF_8)) + "." + base64(claims().encode().getBytes(UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(rsa.getPublic().getEncoded(), "HmacSHA256"));

    assertThat(tokens.verify(text + "." + base64(mac.doFinal(text.getBytes(UTF_8))))).isEmpty();
  }

  @Test
  void aTokenWithoutScopeMayDoNothing() {
    assertThat(tokens.verify(signed("RS256", without("scope"))).orElseThrow().scopes()).isEmpty();
  }

  @Test
  void aTokenSpeaksForATenantOfTheCatalogue() {
    Tenant acme =
        new Tenant(
            "acme",
            "acme",
            "0x" + "b0".repeat(20),
            "standard",
            List.of(Hash32.sha256("key".getBytes(UTF_8))),
            Tenant.Status.ACTIVE);
    Catalogue catalogue = Catalogue.EMPTY.foldPolicy(0, acme);
    ApiKeys keys = new ApiKeys(() -> catalogue, InstantSource.system(), Optional.of(tokens));

    Caller caller = keys.callerOf(signed("EdDSA", claims())).orElseThrow();

    assertThat(caller.tenant()).isEqualTo(acme);
    assertThat(caller.may(Scope.ADMIN)).isFalse();
    assertThat(keys.callerOf(signed("EdDSA", claims().put("tenant", "nobody")))).isEmpty();
    assertThat(keys.callerOf("key").orElseThrow().tenant()).isEqualTo(acme);
    assertThat(new ApiKeys(() -> catalogue).callerOf(signed("EdDSA", claims()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"alg\":\"none\",\"k\":\"AA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AQAB\"}]}",
        "[]"
      })
  void refusesSetsWithoutUsableKeys(String jwks) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), jwks);

    assertThatThrownBy(() -> JwtTokens.of(new JwtTokens.Settings(file, "i", "a", "tenant")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.json");
  }
}
