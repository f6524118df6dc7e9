package dev.quittance.market.agentrunner;

import dev.quittance.market.SectionReader;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.RunnerKey;
import java.util.LinkedHashSet;
import java.util.Set;
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
 * @param memoryMiB that the view of the receipts that came may take
 */
record AgentRunnerSettings(
    String source,
    String tenant,
    String agent,
    String service,
    String asset,
    Set<Bytes32> runners,
    long slotZeroUnix,
    long slotMs,
    long memoryMiB) {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern ASSET = Pattern.compile("0x[0-9a-f]{40}");

  /** Solana's first block, and how long its slots are meant to take. */
  private static final long SOLANA_ZERO_UNIX = 1_584_368_940;

  private static final long SOLANA_SLOT_MS = 400;
  private static final long MEMORY_MIB = 256;

  AgentRunnerSettings {
    runners = Set.copyOf(runners);
  }

  /**
   * Reads a section of {@code markets}.
   *
   * @throws UnusableSettings with all that is wrong in it
   */
  static AgentRunnerSettings of(MarketDefinition definition) {
    SectionReader section = new SectionReader(definition);
    section
        .root()
        .mayHave("agent", "service", "asset", "runners", "slotZeroUnix", "slotMs", "memoryMiB");
    return section.checked(
        new AgentRunnerSettings(
            definition.name(),
            definition.tenant(),
            section.at("agent").text(ID, "the id of the agent that notarises receipts"),
            section.at("service").text(ID, "the id of a service", "agentrunner-receipt"),
            section
                .at("asset")
                .text(ASSET, "the address of a token, 0x and 40 lower-case hex digits"),
            runners(section.at("runners")),
            section.at("slotZeroUnix").number(1, Long.MAX_VALUE / 1000, SOLANA_ZERO_UNIX),
            section.at("slotMs").number(1, 3_600_000, SOLANA_SLOT_MS),
            section.at("memoryMiB").number(1, 1 << 20, MEMORY_MIB)));
  }

  private static Set<Bytes32> runners(SectionReader.Member list) {
    Set<Bytes32> keys = new LinkedHashSet<>();
    for (SectionReader.Member key : list.elements("a list of runners' keys")) {
      RunnerKey.parse(key.node().asText())
          .ifPresentOrElse(
              keys::add, () -> key.unexpected("a key: 32 bytes in base58 or in 64 hex digits"));
    }
    return keys;
  }
}
