package dev.quittance.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bundle of which one character inside one value was replaced.
 *
 * @param text the changed bundle
 * @param what the value before and after, for people
 */
record BundleChange(String text, String what) {
  private static final Pattern VALUE =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(\\s*:)?|(?<=[\\s:])[0-9]+");
  private static final String LETTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/- ";

  /** A place in the text that may be changed. */
  private record Place(int from, int to, boolean isNumber) {}

  /** A random change of a random value; every value is as likely as any other. */
  static BundleChange random(String bundle, Random random) {
    List<Place> places = places(bundle);
    Place place = places.get(random.nextInt(places.size()));
    int at = place.from() + random.nextInt(place.to() - place.from());
    while (isEscape(bundle, at)) {
      at = place.from() + random.nextInt(place.to() - place.from());
    }
    char other = bundle.charAt(at);
    while (other == bundle.charAt(at)) {
      other = LETTERS.charAt(random.nextInt(place.isNumber() ? 10 : LETTERS.length()));
    }
    String text = bundle.substring(0, at) + other + bundle.substring(at + 1);
    return new BundleChange(
        text,
        bundle.substring(place.from(), place.to())
            + " -> "
            + text.substring(place.from(), place.to()));
  }

  private static List<Place> places(String bundle) {
    List<Place> places = new ArrayList<>();
    Matcher matcher = VALUE.matcher(bundle);
    while (matcher.find()) {
      boolean isNumber = matcher.group(1) == null;
      boolean isName = matcher.group(2) != null;
      if (isNumber) {
        places.add(new Place(matcher.start(), matcher.end(), true));
      } else if (!isName && matcher.end(1) > matcher.start(1)) {
        places.add(new Place(matcher.start(1), matcher.end(1), false));
      }
    }
    return places;
  }

  /** The backslash of an escape, or what it stands before. */
  private static boolean isEscape(String bundle, int at) {
    return bundle.charAt(at) == '\\' || bundle.charAt(at - 1) == '\\';
  }
}
