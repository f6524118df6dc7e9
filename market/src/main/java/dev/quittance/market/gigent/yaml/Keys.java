package dev.quittance.market.gigent.yaml;

import dev.quittance.platform.config.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every key of the file, with a list's items as {@code []}, and what an unknown one may mean. */
final class Keys {
  private static final List<String> ALL =
      Arrays.asList(
          """
          agent.name agent.description agent.category agent.tags
          owner.wallet
          gigs[].title gigs[].description gigs[].category gigs[].subcategory gigs[].tags
          gigs[].pricing.basic.price gigs[].pricing.basic.description
          gigs[].pricing.basic.delivery_days
          gigs[].pricing.standard.price gigs[].pricing.standard.description
          gigs[].pricing.standard.delivery_days
          gigs[].pricing.premium.price gigs[].pricing.premium.description
          gigs[].pricing.premium.delivery_days
          gigs[].max_revisions gigs[].example_input gigs[].example_output
          runtime.poll_interval_seconds runtime.auto_accept runtime.max_concurrent_orders
          execution.provider execution.model execution.api_key execution.system_prompt
          execution.max_tokens execution.temperature
          delivery.format delivery.auto_deliver
          heartbeat.enabled heartbeat.interval_seconds
          logging.level
          """
              .strip()
              .split("\\s+"));

  private Keys() {}

  /** The keys of a section, in the order of the file. */
  static List<String> in(String section) {
    String prefix = section.isEmpty() ? "" : section + ".";
    return ALL.stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()).split("[.\\[]", 2)[0])
        .distinct()
        .toList();
  }

  /** What to do about a key that a section does not have. */
  static String advice(String section, String name) {
    List<String> siblings = in(section);
    return near(name, siblings)
        .or(() -> elsewhere(section, name))
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "expected one of " + String.join(", ", siblings));
  }

  /** With underscores and capitals left out of account, as camelCase is a habit. */
  private static Optional<String> near(String name, List<String> candidates) {
    return candidates.stream()
        .filter(candidate -> bare(candidate).equals(bare(name)))
        .findFirst()
        .or(() -> Suggestion.nearest(name, candidates))
        .or(() ->
            Suggestion.nearest(bare(name), candidates.stream().map(Keys::bare).toList())
                .flatMap(
                    found -> candidates.stream().filter(c -> bare(c).equals(found)).findFirst()));
  }

  /** A key of another section, preferably of one inside of this. */
  private static Optional<String> elsewhere(String section, String name) {
    List<String> same = ALL.stream().filter(key -> bare(last(key)).equals(bare(name))).toList();
    return same.stream()
        .filter(key -> key.startsWith(section))
        .findFirst()
        .or(() -> same.stream().findFirst());
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
