package dev.quittance.planning.document;

import java.util.List;
import java.util.Locale;

/**
 * {@code quittance-tenant/v1}: who orders and who pays for it. The latest document of an id is the
 * tenant.
 *
 * @param id the tenant's id
 * @param name for people, 1 to 128 characters
 * @param buyer address that pays
 * @param policy id of the policy that binds its orders
 * @param apiKeyHashes SHA-256 of the UTF-8 bytes of each API key that may order; the keys
 *     themselves are never stored
 * @param status suspended tenants get no orders through
 */
public record Tenant(
    String id, String name, String buyer, String policy, List<Hash32> apiKeyHashes, Status status)
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

  /** Keeps an immutable copy of the key hashes. */
  public Tenant {
    apiKeyHashes = List.copyOf(apiKeyHashes);
  }

  /** Strictly parses UTF-8 JSON. */
  public static Parsed<Tenant> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Tenant::read);
  }

  @Override
  public CanonicalJson canonical() {
    return new ObjectWriter()
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
    return new Tenant(
        members.text("id", Shape.ID),
        members.text("name", Shape.DISPLAY_NAME),
        members.text("buyer", Shape.ADDRESS),
        members.text("policy", Shape.ID),
        members.hashes("apiKeyHashes", Limits.IDS),
        members.oneOf("status", Status.values()));
  }
}
