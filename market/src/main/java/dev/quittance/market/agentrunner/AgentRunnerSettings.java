package dev.quittance.market.agentrunner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.RunnerKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How a line serves runners.
 *
 * @param source of the orders that notarise receipts
 * @param tenant in whose name they come
 * @param agent id of the agent that notarises
 * @param service that it offers for this
 * @param asset that their prices of 0 are in
 * @param runners keys whose receipts are taken; none stands for all
 * @param slotZeroUnix when the chain's slot 0 was, unix seconds
 * @param slotMs how long a slot takes
 */
record AgentRunnerSettings(
    String source,
    String tenant,
    String agent,
    String service,
    String asset,
    Set<Bytes32> runners,
    long slotZeroUnix,
    long slotMs) {
  private static final Set<String> KNOWN =
      new TreeSet<>(Set.of("agent", "asset", "runners", "service", "slotMs", "slotZeroUnix"));
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");

  /** Solana's first block, and how long its slots are meant to take. */
  private static final long SOLANA_ZERO_UNIX = 1_584_368_940;

  private static final long SOLANA_SLOT_MS = 400;

  AgentRunnerSettings {
    runners = Set.copyOf(runners);
  }

  /**
   * Reads a section of {@code markets}.
   *
   * @throws UnusableSettings with all that is wrong in it
   */
  static AgentRunnerSettings of(MarketDefinition definition) {
    return new Reader(definition).read();
  }

  /** Collects what is wrong, so that one start tells all of it. */
  private static final class Reader {
    private final MarketDefinition definition;
    private final ObjectNode settings;
    private final List<String> problems = new ArrayList<>();

    Reader(MarketDefinition definition) {
      this.definition = definition;
      this.settings = definition.settings();
    }

    AgentRunnerSettings read() {
      settings.properties().stream()
          .map(Map.Entry::getKey)
          .filter(name -> !KNOWN.contains(name))
          .sorted(Comparator.naturalOrder())
          .forEach(
              name -> problem("/" + name, "is no setting; known are " + String.join(", ", KNOWN)));
      AgentRunnerSettings read =
          new AgentRunnerSettings(
              definition.name(),
              definition.tenant(),
              text("agent", ID, "", "the id of the agent that notarises receipts"),
              text("service", ID, "agentrunner-receipt", "the id of a service"),
              text("asset", ADDRESS, "", "the address of a token, 0x and 40 lower-case hex digits"),
              runners(),
              number("slotZeroUnix", SOLANA_ZERO_UNIX),
              Math.max(1, number("slotMs", SOLANA_SLOT_MS)));
      if (!problems.isEmpty()) {
        throw new UnusableSettings(problems);
      }
      return read;
    }

    private String text(String name, Pattern form, String otherwise, String expected) {
      String text = settings.path(name).asText(otherwise);
      if (!form.matcher(text).matches()) {
        problem(
            "/" + name,
            (text.isEmpty() ? "is missing" : "does not fit") + "; expected " + expected);
      }
      return text;
    }

    private Set<Bytes32> runners() {
      Set<Bytes32> keys = new LinkedHashSet<>();
      JsonNode list = settings.path("runners");
      if (!list.isMissingNode() && !list.isArray()) {
        problem("/runners", "is no list; expected keys of runners");
      }
      for (int i = 0; i < list.size(); i++) {
        String pointer = "/runners/" + i;
        RunnerKey.parse(list.get(i).asText())
            .ifPresentOrElse(
                keys::add,
                () ->
                    problem(pointer, "is no key; expected 32 bytes in base58 or in 64 hex digits"));
      }
      return keys;
    }

    private long number(String name, long otherwise) {
      JsonNode value = settings.path(name);
      if (!value.isMissingNode() && (!value.isIntegralNumber() || value.asLong() < 1)) {
        problem("/" + name, "is no whole number from 1; expected such as " + otherwise);
      }
      return value.asLong(otherwise);
    }

    private void problem(String pointer, String text) {
      problems.add(definition.place(pointer) + ": " + pointer + ": " + text);
    }
  }
}
