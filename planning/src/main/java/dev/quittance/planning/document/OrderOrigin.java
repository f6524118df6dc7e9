package dev.quittance.planning.document;

/**
 * Where a request came from; together these name the order.
 *
 * @param tenant id of the tenant whose key came with the request
 * @param source the adapter, an id such as {@code http}
 * @param sourceId the request's id at its source, such as its Idempotency-Key
 */
public record OrderOrigin(String tenant, String source, String sourceId) {}
