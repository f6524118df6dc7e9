package dev.quittance.platform.config;

import dev.quittance.platform.config.SettingsSchema.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Writes a {@code quittance.yaml} in which every key is explained, made from the JSON Schema.
 *
 * <p>Pure: the same values give the same text.
 */
public final class SettingsTemplate {
  private static final int WIDTH = 100;
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z./][A-Za-z0-9._/@%=?&:-]*[A-Za-z0-9/]");
  private static final Pattern RESERVED =
      Pattern.compile("true|false|null", Pattern.CASE_INSENSITIVE);

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> given;

  private SettingsTemplate(Map<String, String> given) {
    this.given = given;
  }

  /**
   * The file's text.
   *
   * @param given values by JSON Pointer, such as {@code /http/port} or {@code
   *     /kafka/sasl.mechanism}; the others get their default, or an example when they have none
   * @throws IllegalArgumentException when a pointer names no setting
   */
  public static String render(Map<String, String> given) {
    requireKnown(given);
    SettingsTemplate template = new SettingsTemplate(given);
    template.comment("", "The settings of one line. Paths are relative to this file.");
    template.comment(
        "", "Environment variables go over it: QUITTANCE_HTTP_PORT is http.port, and so on.");
    for (Entry entry : SettingsSchema.INSTANCE.entries("")) {
      template.text.append('\n');
      template.comment("", entry.description());
      if (entry.isSection()) {
        template.section("", entry);
      } else {
        template.setting("", entry);
      }
    }
    return template.text.toString();
  }

  private static void requireKnown(Map<String, String> given) {
    TreeSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeIf(pointer -> pointer.startsWith("/kafka/"));
    SettingsSchema.INSTANCE.settings().forEach(entry -> unknown.remove(entry.pointer()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("these name no settings: " + unknown);
    }
  }

  private void section(String indent, Entry section) {
    List<Entry> entries = SettingsSchema.INSTANCE.entries(section.pointer());
    if (entries.isEmpty()) {
      line(indent, section.name(), "{}");
      return;
    }
    text.append(indent).append(section.name()).append(":\n");
    String inside = indent + "  ";
    for (Entry entry : entries) {
      comment(inside, entry.description());
      if (entry.isSection()) {
        section(inside, entry);
      } else {
        setting(inside, entry);
      }
    }
    if (section.name().equals("kafka")) {
      moreKafka(section);
    }
  }

  private void moreKafka(Entry section) {
    Map<String, String> more = new TreeMap<>(given);
    SettingsSchema.INSTANCE.entries(section.pointer()).forEach(e -> more.remove(e.pointer()));
    more.forEach((pointer, value) -> {
      if (pointer.startsWith("/kafka/")) {
        line("  ", Pointers.names(pointer).getLast(), scalar(pointer, value));
      }
    });
  }

  private void setting(String indent, Entry entry) {
    Optional<String> value =
        Optional.ofNullable(given.get(entry.pointer()))
            .or(() -> entry.defaultValue().map(JsonNode::asString))
            .or(() -> SettingsSchema.INSTANCE.example(entry.pointer()));
    value.ifPresentOrElse(
        present -> line(indent, entry.name(), scalar(entry.pointer(), present)),
        () -> line(indent + "# ", entry.name(), ""));
  }

  private void line(String indent, String name, String value) {
    text.append(indent).append(name).append(": ").append(value);
    while (text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }

  private static String scalar(String pointer, String value) {
    boolean plain =
        SettingsSchema.INSTANCE.expectsInteger(pointer)
            || SettingsSchema.INSTANCE.expectsBoolean(pointer)
            || (PLAIN.matcher(value).matches() && !RESERVED.matcher(value).matches());
    return plain ? value : JsonNodeFactory.instance.stringNode(value).toString();
  }

  private void comment(String indent, String sentence) {
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
