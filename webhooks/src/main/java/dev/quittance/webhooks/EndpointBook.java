package dev.quittance.webhooks;

import dev.quittance.webhooks.domain.Endpoint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All endpoints at one time, by id and by tenant. Immutable. */
public final class EndpointBook {
  /** Of a line where nobody has registered one. */
  public static final EndpointBook EMPTY = new EndpointBook(List.of());

  private final Map<String, Endpoint> byId;
  private final Map<String, List<Endpoint>> byTenant;

  /** A book of these. */
  public EndpointBook(Collection<Endpoint> endpoints) {
    this.byId = endpoints.stream().collect(Collectors.toUnmodifiableMap(Endpoint::id, it -> it));
    this.byTenant =
        endpoints.stream()
            .sorted(Comparator.comparingLong(Endpoint::createdAtMs).thenComparing(Endpoint::id))
            .collect(Collectors.groupingBy(Endpoint::tenant, Collectors.toUnmodifiableList()));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** A tenant's, the oldest first. */
  public List<Endpoint> of(String tenant) {
    return byTenant.getOrDefault(tenant, List.of());
  }

  /** One of a tenant's. */
  public Optional<Endpoint> find(String tenant, String id) {
    return Optional.ofNullable(byId.get(id)).filter(it -> it.tenant().equals(tenant));
  }
}
