package dev.quittance.market.agentrunner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a capability costs and how long it takes, by receipts. Percentiles are of nearest rank: they
 * are always values that occurred. Pure.
 */
final class Benchmarks {
  private static final int MEDIAN = 50;
  private static final int TAIL = 95;

  private Benchmarks() {}

  /** The answer to {@code GET /benchmarks}, over receipts of one capability. */
  static ObjectNode of(String capability, List<ArrivedReceipt> receipts) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("ok", true).put("capability", capability);
    figures(answer, receipts);
    Map<String, List<ArrivedReceipt>> byRunner =
        receipts.stream()
            .collect(
                Collectors.groupingBy(receipt -> hex(receipt), TreeMap::new, Collectors.toList()));
    var agents = answer.putArray("agents");
    byRunner.forEach(
        (runner, own) -> figures(agents.addObject().put("runner_pubkey", runner), own));
    return answer;
  }

  private static void figures(ObjectNode json, List<ArrivedReceipt> receipts) {
    long ok = receipts.stream().filter(ArrivedReceipt::isOk).count();
    json.put("count", receipts.size()).put("ok_count", ok);
    List<BigDecimal> prices = receipts.stream().map(ArrivedReceipt::costUsd).sorted().toList();
    List<Long> latencies =
        receipts.stream()
            .flatMapToLong(receipt -> receipt.latencyMs().stream())
            .boxed()
            .sorted(Comparator.naturalOrder())
            .toList();
    if (prices.isEmpty()) {
      json.putNull("median_price_usd").putNull("p95_price_usd");
    } else {
      json.put("median_price_usd", percentile(prices, MEDIAN))
          .put("p95_price_usd", percentile(prices, TAIL));
    }
    json.put("latency_samples", latencies.size());
    if (latencies.isEmpty()) {
      json.putNull("median_latency_ms").putNull("p95_latency_ms");
    } else {
      json.put("median_latency_ms", percentile(latencies, MEDIAN))
          .put("p95_latency_ms", percentile(latencies, TAIL));
    }
  }

  /** The smallest value that at least so many percent do not pass. */
  static <T> T percentile(List<T> sorted, int percent) {
    long rank = ((long) percent * sorted.size() + 99) / 100;
    return sorted.get((int) Math.max(1, rank) - 1);
  }

  private static String hex(ArrivedReceipt receipt) {
    return HexFormat.of().formatHex(receipt.runner().toByteArray());
  }
}
