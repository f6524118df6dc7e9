package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes typed values out of a text: the first of a kind, or all of them ({@code many}), in the
 * whole text or on the line after a label ({@code after}). A required value that is not there fails
 * the task.
 */
final class ExtractionExecutor implements BuiltinExecutor {
  private static final int MAX_FIELDS = 32;
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_VALUES = 1_000;
  private static final Set<String> INPUT = Set.of("text", "fields");
  private static final Set<String> FIELD = Set.of("name", "kind", "after", "required", "many");

  private record Field(
      String name, FieldKind kind, @Nullable String after, boolean required, boolean many) {}

  @Override
  public String service() {
    return "extraction";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var request = InputObject.root(input, INPUT, problems);
    var text = request.text("text", MAX_TEXT_CHARS);
    var fields = fields(request.objects("fields", MAX_FIELDS, FIELD), problems);
    return problems.any() ? problems.failed() : extract(text, fields);
  }

  private static List<Field> fields(List<InputObject> objects, InputProblems problems) {
    var fields = new ArrayList<Field>();
    var names = new HashSet<String>();
    for (var object : objects) {
      var name = object.text("name", MAX_NAME_CHARS);
      if (!name.isEmpty() && !names.add(name)) {
        problems.add(object.at("name"), "expected another name, this one is taken");
      }
      var kindName = object.text("kind", MAX_NAME_CHARS);
      var kind = FieldKind.of(kindName);
      if (kind.isEmpty() && !kindName.isEmpty()) {
        problems.add(object.at("kind"), "expected one of " + String.join(", ", FieldKind.names()));
      }
      var after = object.optionalText("after", MAX_NAME_CHARS);
      if (kind.equals(Optional.of(FieldKind.LABEL)) && after.isEmpty()) {
        problems.add(object.at("after"), "expected the label's text, as the kind is label");
      }
      boolean required = object.flag("required");
      boolean many = object.flag("many");
      kind.ifPresent(k -> fields.add(new Field(name, k, after.orElse(null), required, many)));
    }
    return fields;
  }

  private static TaskOutcome extract(String text, List<Field> fields) {
    var output = CanonicalJson.object();
    var values = output.putObject("fields");
    var missing = output.putArray("missing");
    var lower = Ascii.lower(text);
    for (int i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var found = values(text, lower, field);
      if (found.isEmpty() && field.required()) {
        return new TaskOutcome.Failed("field-not-found", describe(i, field));
      } else if (found.isEmpty()) {
        missing.add(field.name());
      } else if (field.many()) {
        found.forEach(values.putArray(field.name())::add);
      } else {
        values.put(field.name(), found.getFirst());
      }
    }
    return CanonicalJson.completed(output);
  }

  private static String describe(int index, Field field) {
    var where = field.after() == null ? "" : " after the label '" + field.after() + "'";
    return "/fields/%d: required field '%s' (%s) is not in the text%s"
        .formatted(index, field.name(), field.kind().json(), where);
  }

  private static List<String> values(String text, String lower, Field field) {
    int limit = field.many() ? MAX_VALUES : 1;
    if (field.after() == null) {
      return field.kind().scan(text, limit).stream().map(Found::value).toList();
    }
    return valuesAfter(text, lower, field, Ascii.lower(field.after().strip()), limit);
  }

  private static List<String> valuesAfter(
      String text, String lower, Field field, String label, int limit) {
    var values = new ArrayList<String>();
    int at = lower.indexOf(label);
    while (at >= 0 && values.size() < limit) {
      int start = at + label.length();
      // A label inside a word is not a label: "no" must not match in "note".
      if (isLabel(lower, at, start)) {
        int end = lineEnd(text, start);
        var rest = text.substring(afterSeparators(text, start, end), end);
        field.kind().scan(rest, limit - values.size()).forEach(found -> values.add(found.value()));
        start = end;
      }
      at = lower.indexOf(label, start);
    }
    return values;
  }

  private static boolean isLabel(String lower, int start, int end) {
    boolean joinedBefore =
        Character.isLetterOrDigit(lower.charAt(start))
            && start > 0
            && Character.isLetterOrDigit(lower.charAt(start - 1));
    boolean joinedAfter =
        Character.isLetterOrDigit(lower.charAt(end - 1))
            && end < lower.length()
            && Character.isLetterOrDigit(lower.charAt(end));
    return !joinedBefore && !joinedAfter;
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static int afterSeparators(String text, int from, int end) {
    int i = from;
    while (i < end && " \t:#=".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
