package dev.quittance.platform.http;

import dev.quittance.planning.document.Scope;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads JSON Web Tokens (RFC 7519) of one issuer, signed with HS256, RS256, ES256 or EdDSA by a key
 * of a JWK set (RFC 7517).
 *
 * <p>A token must have an {@code exp}, the issuer and the audience, and name its tenant. What it
 * may do stands in {@code scope}, with spaces between (RFC 8693); without that it may do nothing.
 * Safe for any number of threads; nothing is fetched.
 */
public final class JwtTokens {
  private static final Pattern TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
  private static final Set<String> ALGORITHMS = Set.of("HS256", "RS256", "ES256", "EdDSA");
  private static final int MAX_CHARS = 8192;
  private static final int LEEWAY_S = 30;

  private final JWTAuthOptions options;
  private final String tenantClaim;
  private final JWTAuth auth;

  /**
   * Whose tokens are taken.
   *
   * @param jwks file with a JWK set
   * @param issuer the {@code iss} that they must have
   * @param audience one that must be in their {@code aud}
   * @param tenantClaim the claim that names the tenant
   */
  public record Settings(Path jwks, String issuer, String audience, String tenantClaim) {}

  /** What a valid token says. */
  record Claims(String tenant, Set<Scope> scopes) {}

  private JwtTokens(JWTAuthOptions options, String tenantClaim) {
    this.options = options;
    this.tenantClaim = tenantClaim;
    // Vert.x itself is asked for nothing but key stores, and there are none.
    this.auth = JWTAuth.create(null, options);
  }

  /**
   * Reads the keys.
   *
   * @throws IllegalArgumentException when the file is no JWK set of usable keys; says what to do
   */
  public static JwtTokens of(Settings settings) {
    JWTAuthOptions options =
        new JWTAuthOptions()
            .setJwks(keys(settings.jwks()))
            .setJWTOptions(
                new JWTOptions()
                    .setIssuer(settings.issuer())
                    .setAudience(List.of(settings.audience()))
                    .setLeeway(LEEWAY_S));
    try {
      return new JwtTokens(options, settings.tenantClaim());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          settings.jwks() + " has a key that can't be used: " + e.getMessage(), e);
    }
  }

  private static List<JsonObject> keys(Path file) {
    try {
      JsonArray keys = new JsonObject(Files.readString(file)).getJsonArray("keys", new JsonArray());
      List<JsonObject> usable =
          keys.stream()
              .filter(JsonObject.class::isInstance)
              .map(JsonObject.class::cast)
              .filter(key -> ALGORITHMS.contains(key.getString("alg", "")))
              .toList();
      if (usable.isEmpty() || usable.size() != keys.size()) {
        throw new IllegalArgumentException(
            file + " must be {\"keys\":[…]} with an alg of " + ALGORITHMS + " in each key");
      }
      return usable;
    } catch (IOException e) {
      throw new IllegalArgumentException("can't read the JWK set " + file, e);
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalArgumentException(file + " is no JWK set (RFC 7517)", e);
    }
  }

  /** Whether a credential looks like a token and not like a key. */
  static boolean looksLikeOne(String credential) {
    return credential.length() <= MAX_CHARS && TOKEN.matcher(credential).matches();
  }

  /** What a token says, if it is valid now. */
  Optional<Claims> verify(String token) {
    Future<User> user = auth.authenticate(new TokenCredentials(token));
    if (!user.succeeded()) {
      return Optional.empty();
    }
    JsonObject claims = user.result().principal();
    JsonObject attributes = user.result().attributes().getJsonObject("accessToken", claims);
    boolean ends = attributes.getValue("exp") instanceof Number;
    return ends && attributes.getValue(tenantClaim) instanceof String tenant
        ? Optional.of(new Claims(tenant, scopes(attributes.getValue("scope"))))
        : Optional.empty();
  }

  private static Set<Scope> scopes(Object claim) {
    Stream<Scope> scopes =
        claim instanceof String text
            ? Stream.of(text.split(" ")).flatMap(word -> Scope.of(word).stream())
            : Stream.empty();
    return scopes.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }

  @Override
  public String toString() {
    return "JwtTokens[issuer=" + options.getJWTOptions().getIssuer() + "]";
  }
}
