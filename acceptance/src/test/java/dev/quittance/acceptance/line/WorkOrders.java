package dev.quittance.acceptance.line;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Orders of one to four steps for all vendors, some too cheap and some too late, by chance. */
public final class WorkOrders {
  private static final int MOST_STEPS = 4;
  private static final String ENOUGH = "400000";
  private static final String NOT_ENOUGH = "20000";
  private static final int PERCENT_TOO_CHEAP = 6;
  private static final int PERCENT_SHORT = 8;
  private static final int PERCENT_CHAINED = 60;
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final String asset;

  /** Orders that are paid in this asset. */
  public WorkOrders(String asset) {
    this.asset = asset;
  }

  /** Some order; {@code now} is what deadlines are counted from. */
  public ObjectNode random(Random random, Instant now) {
    boolean isCheap = random.nextInt(100) < PERCENT_TOO_CHEAP;
    boolean isShort = random.nextInt(100) < PERCENT_SHORT;
    ObjectNode order = empty(isCheap ? NOT_ENOUGH : ENOUGH, now.plus(isShort ? SHORT : LONG));
    ArrayNode steps = order.putArray("steps");
    int count = 1 + random.nextInt(MOST_STEPS);
    for (int i = 0; i < count; i++) {
      ObjectNode step = steps.addObject().put("name", "s" + i);
      String text = "Text %d. I love this sturdy tent.".formatted(random.nextInt(1_000_000));
      switch (random.nextInt(3)) {
        case 0 -> fill(step, "sentiment-analysis", "text", text);
        case 1 -> fill(step, "translation", "text", text);
        default -> fill(step, "text-generation", "prompt", text);
      }
      if (i > 0 && random.nextInt(100) < PERCENT_CHAINED) {
        step.putArray("needs").add("s" + random.nextInt(i));
      }
    }
    return order;
  }

  /** One step of the inline vendor. */
  public ObjectNode inline(String text) {
    return single("sentiment-analysis", "text", text);
  }

  /** One step of the vendor behind a webhook; what its text demands of the stub it gets. */
  public ObjectNode webhook(String text) {
    return single("translation", "text", text);
  }

  /** One step of the model. */
  public ObjectNode model(String prompt) {
    return single("text-generation", "prompt", prompt);
  }

  /** One step of the inline vendor on a stored input. */
  public ObjectNode stored(String sha256, int bytes) {
    ObjectNode order = empty(ENOUGH, Instant.now().plus(LONG)).put("service", "sentiment-analysis");
    order.putObject("inputRef").put("sha256", "0x" + sha256).put("bytes", bytes);
    return order;
  }

  private ObjectNode single(String service, String member, String text) {
    ObjectNode order = empty(ENOUGH, Instant.now().plus(LONG));
    fill(order, service, member, text);
    return order;
  }

  private static void fill(ObjectNode step, String service, String member, String text) {
    ObjectNode input = step.put("service", service).putObject("input").put(member, text);
    if (service.equals("translation")) {
      input.put("target", "sv");
    }
  }

  private ObjectNode empty(String budget, Instant deadline) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("budget", budget)
        .put("asset", asset)
        .put("deadline", deadline.toString());
  }
}
