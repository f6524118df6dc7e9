package dev.quittance.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.platform.config.Suggestion;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a marketplace's section of the settings, member by member, and collects all that is wrong
 * in it, so that one start tells all of it. Not thread-safe.
 *
 * <p>A member that is wrong gives some value nevertheless; {@link #checked} ends the reading, and
 * lets no such value out.
 */
public final class SectionReader {
  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

  private final MarketDefinition definition;
  private final ObjectNode section;
  private final List<String> problems = new ArrayList<>();

  /** Reads the section of a marketplace. */
  public SectionReader(MarketDefinition definition) {
    this.definition = definition;
    this.section = definition.settings();
  }

  /** The section itself. */
  public Member root() {
    return new Member("", "", section);
  }

  /** A member of the section. */
  public Member at(String name) {
    return root().at(name);
  }

  /**
   * What was read, when nothing was wrong.
   *
   * @throws UnusableSettings that names each problem with its place
   */
  public <T> T checked(T read) {
    if (!problems.isEmpty()) {
      throw new UnusableSettings(problems);
    }
    return read;
  }

  /** Notes what was found wrong elsewhere, such as in a file that the section names. */
  public void note(String problem) {
    problems.add(problem);
  }

  /** A value of the section, there or missing. */
  public final class Member {
    private final String pointer;
    private final String name;
    private final JsonNode node;

    private Member(String pointer, String name, JsonNode node) {
      this.pointer = pointer;
      this.name = name;
      this.node = node;
    }

    /** Its own name, or its number in a list. */
    public String name() {
      return name;
    }

    /** Its value; missing where it is not there. */
    public JsonNode node() {
      return node;
    }

    /** Whether it is there. */
    public boolean isThere() {
      return !node.isMissingNode();
    }

    /** A member of it. */
    public Member at(String member) {
      return new Member(pointer + "/" + escaped(member), member, node.path(member));
    }

    /** The elements of a list; none where it is missing. */
    public List<Member> elements(String expected) {
      List<Member> all = new ArrayList<>();
      if (isThere() && !node.isArray()) {
        unexpected(expected);
      }
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        String number = Integer.toString(i);
        all.add(new Member(pointer + "/" + number, number, node.path(i)));
      }
      return all;
    }

    /** The members of a section by names of somebody's choice; none where it is missing. */
    public List<Member> members(String expected) {
      List<Member> all = new ArrayList<>();
      if (isThere() && !node.isObject()) {
        unexpected(expected);
      }
      node.fieldNames().forEachRemaining(member -> all.add(at(member)));
      return all;
    }

    /** The elements of a list that has at least one. */
    public List<Member> someElements(String expected) {
      List<Member> all = elements(expected);
      if (all.isEmpty() && (!isThere() || node.isArray())) {
        unexpected(expected);
      }
      return all;
    }

    /** The members of a section that has at least one. */
    public List<Member> someMembers(String expected) {
      List<Member> all = members(expected);
      if (all.isEmpty() && (!isThere() || node.isObject())) {
        unexpected(expected);
      }
      return all;
    }

    /** Says which members it may have. */
    public void mayHave(String... names) {
      Set<String> known = new LinkedHashSet<>(List.of(names));
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        if (!known.contains(member.getKey())) {
          String advice =
              Suggestion.nearest(member.getKey(), known)
                  .map(near -> "did you mean " + near + "?")
                  .orElseGet(() -> "expected one of " + String.join(", ", known));
          at(member.getKey()).problem("is no setting; " + advice);
        }
      }
    }

    /** Says what is wrong with it, such as {@code does not fit; expected …}. */
    public void problem(String what) {
      problems.add(
          "%s: /markets/%s%s: %s"
              .formatted(definition.place(pointer), definition.name(), pointer, what));
    }

    /** Says that it is not what was expected. */
    public void unexpected(String expected) {
      problem((isThere() ? "does not fit" : "is missing") + "; expected " + expected);
    }

    /** A text of this form. */
    public String text(Pattern form, String expected) {
      if (!node.isTextual() || !form.matcher(node.textValue()).matches()) {
        unexpected(expected);
      }
      return node.asText();
    }

    /** A text of this form, or what stands for it where it is missing. */
    public String text(Pattern form, String expected, String otherwise) {
      return isThere() ? text(form, expected) : otherwise;
    }

    /** A whole number. */
    public long number(long least, long most) {
      boolean fits =
          node.isIntegralNumber()
              && node.canConvertToLong()
              && node.longValue() >= least
              && node.longValue() <= most;
      if (!fits) {
        unexpected("a whole number from %d to %d".formatted(least, most));
      }
      return fits ? node.longValue() : least;
    }

    /** A whole number, or what stands for it where it is missing. */
    public long number(long least, long most, long otherwise) {
      return isThere() ? number(least, most) : otherwise;
    }

    /** Whether it is true; it need not be there. */
    public boolean flag() {
      if (isThere() && !node.isBoolean()) {
        unexpected("true or false");
      }
      return node.asBoolean(false);
    }

    /** The address of an account or a contract. */
    public Address address() {
      String text = text(ADDRESS, "an address: 0x and 40 hex digits, in quotes");
      return ADDRESS.matcher(text).matches() ? Address.fromHex(text) : Address.ZERO;
    }

    /** An http or https URL, without slashes at its end. */
    public String url() {
      String text = node.asText();
      if (!node.isTextual()) {
        unexpected("a URL such as http://127.0.0.1:3000");
      } else if (OutgoingUrl.parse(text) instanceof OutgoingUrl.Reading.Refused(String reason)) {
        problem("the URL " + reason);
      }
      return withoutSlashes(text);
    }

    /** RFC 6901. */
    private static String escaped(String member) {
      return member.replace("~", "~0").replace("/", "~1");
    }

    private static String withoutSlashes(String url) {
      int end = url.length();
      while (end > 0 && url.charAt(end - 1) == '/') {
        end--;
      }
      return url.substring(0, end);
    }
  }
}
