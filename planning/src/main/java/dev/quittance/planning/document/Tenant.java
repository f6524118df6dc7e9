package dev.quittance.planning.document;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code quittance-tenant/v1}: who orders and who pays for it. The latest document of an id is the
 * tenant.
 *
 * @param id the tenant's id
 * @param name for people, 1 to 128 characters
 * @param buyer address that pays
 * @param policy id of the policy that binds its orders
 * @param apiKeyHashes SHA-256 of the UTF-8 bytes of each API key that may do everything, forever;
 *     the keys themselves are never stored
 * @param status suspended tenants get no orders through
 * @param apiKeys further keys, with scopes or an end; null when not stated
 * @param limits how much it may ask of the gateway; null when the gateway's settings say
 */
public record Tenant(
    String id,
    String name,
    String buyer,
    String policy,
    List<Hash32> apiKeyHashes,
    Status status,
    @Nullable List<ApiKey> apiKeys,
    @Nullable TenantLimits limits)
    implements TenancyDocument {
  /** The {@code format} member. */
  public static final String FORMAT = "quittance-tenant/v1";

  /** Whether a tenant's orders are taken; in JSON in lower case. */
  public enum Status {
    /** Orders are taken. */
    ACTIVE,
    /** Orders are refused. */
    SUSPENDED
  }

  /** Keeps immutable copies. */
  public Tenant {
    apiKeyHashes = List.copyOf(apiKeyHashes);
    apiKeys = apiKeys == null ? null : List.copyOf(apiKeys);
  }

  /** A tenant without the members that need not be stated. */
  public Tenant(
      String id,
      String name,
      String buyer,
      String policy,
      List<Hash32> apiKeyHashes,
      Status status) {
    this(id, name, buyer, policy, apiKeyHashes, status, null, null);
  }

  /** Its further keys, none when not stated. */
  public List<ApiKey> apiKeysOrNone() {
    return apiKeys == null ? List.of() : apiKeys;
  }

  /** Strictly parses UTF-8 JSON. */
  public static Parsed<Tenant> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Tenant::read);
  }

  @Override
  public CanonicalJson canonical() {
    ObjectWriter writer = new ObjectWriter();
    if (apiKeys != null) {
      writer.objects("apiKeys", apiKeys.stream().map(ApiKey::json).toList());
    }
    if (limits != null) {
      writer.put("limits", limits.json());
    }
    return writer
        .put("format", FORMAT)
        .put("id", id)
        .put("name", name)
        .put("buyer", buyer)
        .put("policy", policy)
        .texts("apiKeyHashes", apiKeyHashes.stream().map(Hash32::hex).toList())
        .put("status", status.name().toLowerCase(Locale.ROOT))
        .canonical();
  }

  static Tenant read(MemberReader members) {
    members.constant("format", FORMAT);
    Tenant tenant =
        new Tenant(
            members.text("id", Shape.ID),
            members.text("name", Shape.DISPLAY_NAME),
            members.text("buyer", Shape.ADDRESS),
            members.text("policy", Shape.ID),
            members.hashes("apiKeyHashes", members.has("apiKeys") ? 0 : 1, Limits.IDS),
            members.oneOf("status", Status.values()),
            members.has("apiKeys") ? members.objects("apiKeys", 1, Limits.IDS, ApiKey::read) : null,
            members.optionalObject("limits", TenantLimits::read));
    tenant.check(members);
    return tenant;
  }

  /** A key that stands twice would have two meanings. */
  private void check(MemberReader members) {
    Set<Hash32> hashes = new HashSet<>(apiKeyHashes);
    for (ApiKey key : apiKeysOrNone()) {
      if (!hashes.add(key.sha256())) {
        members.problem("apiKeys", "repeats " + key.sha256(), "each key once");
      }
    }
  }
}
