package dev.quittance.market.gigent.yaml;

import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.Pointers;
import dev.quittance.platform.config.YamlTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A section of the file, whose getters note what is wrong and go on with something usable, so that
 * everything wrong is found in one go.
 */
final class Section {
  private final YamlTree tree;
  private final String pointer;
  private final JsonNode node;
  private final List<ConfigProblem> problems;

  /**
   * @param pointer where it stands
   * @param key its name among {@link Keys}; empty for the file
   */
  Section(YamlTree tree, String pointer, String key, JsonNode node, List<ConfigProblem> problems) {
    this.tree = tree;
    this.pointer = pointer;
    this.node = node;
    this.problems = problems;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!Keys.in(key).contains(member.getKey())) {
        String at = Pointers.child(pointer, member.getKey());
        add(tree.keyPlace(at), at, "is no key of this file; " + Keys.advice(key, member.getKey()));
      }
    }
  }

  /** The section of a name; an empty one when it is missing. */
  Section section(String name, String key) {
    JsonNode found = value(name);
    if (!found.isMissingNode() && !found.isObject()) {
      wrong(name, Values.found(found) + "; expected a section with " + list(Keys.in(key)));
      found = MissingNode.getInstance();
    }
    return new Section(tree, at(name), key, found, problems);
  }

  /** The items of a list of sections. */
  List<Section> sections(String name, String key) {
    List<Section> sections = new ArrayList<>();
    for (Item item : items(name, "did you forget the hyphen before each of them?")) {
      if (item.node().isObject()) {
        sections.add(new Section(tree, item.pointer(), key, item.node(), problems));
      } else {
        add(
            tree.valuePlace(item.pointer()),
            item.pointer(),
            Values.found(item.node()) + "; expected a section with " + list(Keys.in(key)));
      }
    }
    return sections;
  }

  /** The items of a list of texts. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    JsonNode value = value(name);
    String meant =
        value.isString()
            ? "did you mean [" + value.asString().replaceAll("\\s*,\\s*", ", ") + "]?"
            : "expected [one, two]";
    for (Item item : items(name, meant)) {
      if (item.node().isString()) {
        texts.add(item.node().asString());
      } else if (item.node().isNumber() || item.node().isBoolean()) {
        texts.add(item.node().asString());
      } else {
        add(
            tree.valuePlace(item.pointer()),
            item.pointer(),
            Values.found(item.node()) + "; expected text");
      }
    }
    return texts;
  }

  /** A text; empty when it is missing. */
  Optional<String> text(String name) {
    JsonNode value = value(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isString()) {
      return Optional.of(value.asString());
    }
    String advice =
        value.isNumber() || value.isBoolean()
            ? "expected text; did you mean \"" + value.asString() + "\"?"
            : "expected text";
    wrong(name, Values.found(value) + "; " + advice);
    return Optional.of("");
  }

  /** A text that must be there and not be blank. */
  String required(String name, String example) {
    if (value(name).isMissingNode()) {
      missing(name, example);
      return "";
    }
    String text = text(name).orElse("");
    if (value(name).isString() && text.isBlank()) {
      wrong(name, "is blank; expected text, for example " + example);
    }
    return text;
  }

  /** A whole number within bounds. */
  int integer(String name, int least, int most, int otherwise) {
    return number(name, BigDecimal.valueOf(least), BigDecimal.valueOf(most), 0)
        .map(BigDecimal::intValue)
        .orElse(otherwise);
  }

  /** A number within bounds; empty when it is missing or wrong, which then is noted. */
  Optional<BigDecimal> number(String name, BigDecimal least, BigDecimal most, int digits) {
    JsonNode value = value(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    Optional<String> problem = Values.numberProblem(value, least, most, digits);
    problem.ifPresent(text -> wrong(name, text));
    return problem.isPresent() ? Optional.empty() : Optional.of(value.decimalValue());
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = value(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      wrong(name, Values.found(value) + "; " + Values.flagAdvice(value));
      return otherwise;
    }
    return value.asBoolean();
  }

  /** One of the words of an enumeration; without a default it must be there. */
  <T> T choice(String name, List<T> choices, Function<T, String> word, @Nullable T otherwise) {
    List<String> words = choices.stream().map(word).toList();
    JsonNode value = value(name);
    if (value.isMissingNode()) {
      if (otherwise == null) {
        missing(name, words.getFirst());
      }
      return otherwise == null ? choices.getFirst() : otherwise;
    }
    if (value.isString() && words.contains(value.asString())) {
      return choices.get(words.indexOf(value.asString()));
    }
    wrong(name, Values.found(value) + "; " + Values.choiceAdvice(value, words));
    return choices.getFirst();
  }

  /** Anything at all. */
  Optional<JsonNode> any(String name) {
    JsonNode value = value(name);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value);
  }

  boolean has(String name) {
    return !value(name).isMissingNode();
  }

  void missing(String name, String example) {
    boolean isItem = pointer.matches(".*/[0-9]+");
    add(
        isItem ? tree.valuePlace(pointer) : tree.keyPlace(at(name)),
        at(name),
        "is missing; add it, for example " + name + ": " + example);
  }

  void wrong(String name, String text) {
    problems.add(problem(name, text));
  }

  /** A problem with a value, not noted. */
  ConfigProblem problem(String name, String text) {
    return new ConfigProblem(tree.valuePlace(at(name)), at(name), text);
  }

  private record Item(String pointer, JsonNode node) {}

  private List<Item> items(String name, String advice) {
    JsonNode value = value(name);
    List<Item> items = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode item : value) {
        items.add(new Item(Pointers.child(at(name), Integer.toString(items.size())), item));
      }
    } else if (!value.isMissingNode()) {
      wrong(name, Values.found(value) + "; expected a list; " + advice);
    }
    return items;
  }

  /** A value; a key without one is missing. */
  private JsonNode value(String name) {
    JsonNode value = node.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  private String at(String name) {
    return Pointers.child(pointer, name);
  }

  private void add(ConfigProblem.InFile place, String at, String text) {
    problems.add(new ConfigProblem(place, at, text));
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
