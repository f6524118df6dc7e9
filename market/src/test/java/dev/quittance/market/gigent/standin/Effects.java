package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has happened to each order, and how often somebody tried in vain. For any thread. */
public final class Effects {
  private final Map<String, List<String>> histories = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<String, Integer> requests = new TreeMap<>();

  synchronized void moved(String orderId, String to) {
    histories.computeIfAbsent(orderId, _ -> new ArrayList<>()).add(to);
  }

  synchronized void refused(String what) {
    refusals.merge(what, 1, Integer::sum);
  }

  synchronized void requested(String route) {
    requests.merge(route, 1, Integer::sum);
  }

  /** The statuses that an order took on, in order, without the first. */
  public synchronized List<String> history(String orderId) {
    return List.copyOf(histories.getOrDefault(orderId, List.of()));
  }

  /** How often each order was delivered; orders that never were are missing. */
  public Map<String, Integer> deliveries() {
    return counts("delivered");
  }

  /** How often each order was accepted; orders that never were are missing. */
  public Map<String, Integer> claims() {
    return counts("accepted");
  }

  /** How many transitions and deliveries were refused, by what was tried. */
  public synchronized Map<String, Integer> refusals() {
    return Map.copyOf(refusals);
  }

  /** How many requests came in, by method and route. */
  public synchronized Map<String, Integer> requests() {
    return Map.copyOf(requests);
  }

  private synchronized Map<String, Integer> counts(String status) {
    return histories.entrySet().stream()
        .filter(entry -> entry.getValue().contains(status))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> (int) entry.getValue().stream().filter(status::equals).count()));
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.put("claims", numbers(claims())).put("deliveries", numbers(deliveries()));
    return json.put("refusals", numbers(refusals())).put("requests", numbers(requests()));
  }

  private static JsonObject numbers(Map<String, Integer> counts) {
    JsonObject json = new JsonObject();
    new TreeMap<>(counts).forEach(json::put);
    return json;
  }
}
