package dev.quittance.platform.config;

import dev.quittance.platform.config.ConfigProblem.InFile;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML file as JSON, with the place of every key and value.
 *
 * <p>YAML 1.2 with the types of JSON, so that {@code no}, {@code 010} and {@code 12:30} are what
 * they look like: text. Anchors, tags and repeated keys are refused. Read once, for one thread.
 */
public final class YamlTree {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path file;
  private final boolean withVariables;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final Map<String, InFile> keys = new HashMap<>();
  private final Map<String, InFile> values = new HashMap<>();
  private JsonNode root = JSON.objectNode();

  private YamlTree(Path file, boolean withVariables) {
    this.file = file;
    this.withVariables = withVariables;
  }

  /** Reads a text; what is wrong with it stands in {@link #problems}. */
  public static YamlTree read(Path file, String text) {
    return read(new YamlTree(file, false), text);
  }

  /**
   * Reads a text in which <code>${NAME}</code> may stand for a value: it is text like any other.
   */
  public static YamlTree readWithVariables(Path file, String text) {
    return read(new YamlTree(file, true), text);
  }

  private static YamlTree read(YamlTree tree, String text) {
    try {
      LoadSettings settings =
          LoadSettings.builder().setUseMarks(true).setAllowNonScalarKeys(true).build();
      Optional<Node> node = new Compose(settings).composeString(text);
      if (node.isPresent()) {
        JsonNode read = tree.json("", node.get());
        // A file in which every line is commented out is an empty section.
        tree.root = read.isNull() ? JSON.objectNode() : read;
      }
    } catch (MarkedYamlEngineException e) {
      tree.problem(tree.place(e.getProblemMark()), "", "not YAML: " + wording(e));
    } catch (ReaderException e) {
      tree.problem(
          tree.placeOf(text, e.getPosition()),
          "",
          "not YAML: the character U+%04X must not stand in a file".formatted(e.getCodePoint()));
    }
    return tree;
  }

  /** The content; a mapping unless the file is something else. */
  public JsonNode root() {
    return root;
  }

  /** Breaches of YAML itself. */
  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /** Where the key of a setting stands, or the nearest section around it that is there. */
  public InFile keyPlace(String pointer) {
    return nearest(keys, pointer);
  }

  /** Where the value of a setting stands, or the nearest section around it that is there. */
  public InFile valuePlace(String pointer) {
    InFile place = values.get(pointer);
    return place != null ? place : nearest(keys, pointer);
  }

  /** Where the members of a section stand, by their pointers inside of it. */
  Map<String, InFile> placesIn(String section) {
    Map<String, InFile> places = new HashMap<>();
    values.forEach((pointer, place) -> {
      if (pointer.startsWith(section + "/")) {
        places.put(pointer.substring(section.length()), place);
      }
    });
    places.put("", keyPlace(section));
    return places;
  }

  private InFile nearest(Map<String, InFile> places, String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      InFile place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return new InFile(file, 1, 1);
  }

  private JsonNode json(String pointer, Node node) {
    InFile place = place(node.getStartMark());
    values.put(pointer, place);
    if (node.getAnchor().isPresent()) {
      problem(place, pointer, "anchors are not supported; write the value out in each place");
      return JSON.nullNode();
    }
    return switch (node) {
      case MappingNode mapping -> object(pointer, mapping);
      case SequenceNode sequence -> array(pointer, sequence);
      case ScalarNode scalar -> scalar(pointer, scalar, place);
      default -> throw new IllegalStateException("a composed YAML node of kind " + node);
    };
  }

  private ObjectNode object(String pointer, MappingNode mapping) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      InFile place = place(entry.getKeyNode().getStartMark());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problem(place, pointer, "a key is a list or a section; expected a name");
        continue;
      }
      String name = key.getValue();
      String at = Pointers.child(pointer, name);
      InFile first = keys.putIfAbsent(at, place);
      if (first == null) {
        object.set(name, json(at, entry.getValueNode()));
      } else {
        problem(place, at, "stands here again; it is already set in line " + first.line());
      }
    }
    return object;
  }

  private ArrayNode array(String pointer, SequenceNode sequence) {
    ArrayNode array = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      array.add(json(Pointers.child(pointer, Integer.toString(array.size())), item));
    }
    return array;
  }

  private JsonNode scalar(String pointer, ScalarNode scalar, InFile place) {
    Tag tag = scalar.getTag();
    String text = scalar.getValue();
    if (tag.equals(Tag.STR) || (withVariables && tag.equals(Tag.ENV_TAG))) {
      return JSON.stringNode(text);
    }
    try {
      if (tag.equals(Tag.INT)) {
        return JSON.numberNode(new BigInteger(text));
      } else if (tag.equals(Tag.FLOAT)) {
        return JSON.numberNode(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // Infinities, and numbers that a tag calls so.
      return JSON.stringNode(text);
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(text.equals("true"));
    } else if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    problem(place, pointer, "tags such as " + tag.getValue() + " are not supported; leave it out");
    return JSON.nullNode();
  }

  private void problem(InFile place, String pointer, String text) {
    problems.add(new ConfigProblem(place, pointer, text));
  }

  /** The parser's words without its excerpt of the file, which may hold a secret. */
  private static String wording(MarkedYamlEngineException e) {
    return Stream.of(e.getContext(), e.getProblem())
        .filter(part -> part != null && !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private InFile placeOf(String text, int codePoints) {
    String before = text.substring(0, text.offsetByCodePoints(0, codePoints));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new InFile(file, line, before.length() - before.lastIndexOf('\n'));
  }

  private InFile place(Optional<Mark> mark) {
    return mark.map(m -> new InFile(file, m.getLine() + 1, m.getColumn() + 1))
        .orElseGet(() -> new InFile(file, 1, 1));
  }
}
