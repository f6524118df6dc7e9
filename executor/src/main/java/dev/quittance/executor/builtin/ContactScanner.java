package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds e-mail addresses, web addresses and telephone numbers. Every look around a hit is bounded,
 * so the cost is linear for any text.
 */
final class ContactScanner {
  private static final int LOCAL_PART_CHARS = 64;
  private static final int DOMAIN_CHARS = 253;
  private static final int URL_CHARS = 2_000;
  private static final int PHONE_CHARS = 30;
  private static final int PHONE_MIN_DIGITS = 7;
  private static final int PHONE_MAX_DIGITS = 15;

  private ContactScanner() {}

  static List<Found> emails(String text, int limit) {
    var found = new ArrayList<Found>();
    int from = 0;
    for (int at = text.indexOf('@');
        at >= 0 && found.size() < limit;
        at = text.indexOf('@', at + 1)) {
      int start = localPartStart(text, at, from);
      int end = domainEnd(text, at + 1);
      if (start < at && hasTopLevelDomain(text, at + 1, end)) {
        found.add(new Found(start, end, Ascii.lower(text.substring(start, end))));
        from = end;
      }
    }
    return found;
  }

  private static int localPartStart(String text, int at, int from) {
    int start = at;
    while (start > from
        && at - start < LOCAL_PART_CHARS
        && (Ascii.isAlphanumeric(text.charAt(start - 1))
            || "._%+-".indexOf(text.charAt(start - 1)) >= 0)) {
      start--;
    }
    while (start < at && !Ascii.isAlphanumeric(text.charAt(start))) {
      start++;
    }
    return start;
  }

  private static int domainEnd(String text, int from) {
    int end = from;
    while (end < text.length()
        && end - from < DOMAIN_CHARS
        && (Ascii.isAlphanumeric(text.charAt(end)) || ".-".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    while (end > from && !Ascii.isAlphanumeric(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean hasTopLevelDomain(String text, int from, int end) {
    int dot = text.lastIndexOf('.', end - 1);
    if (dot <= from || end - dot < 3) {
      return false;
    }
    for (int i = dot + 1; i < end; i++) {
      if (!Ascii.isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static List<Found> urls(String text, int limit) {
    var found = new ArrayList<Found>();
    int colon = text.indexOf("://");
    while (colon >= 0 && found.size() < limit) {
      int start = schemeStart(text, colon);
      int end = start < 0 ? colon + 3 : urlEnd(text, colon + 3);
      if (start >= 0 && end > colon + 3 && Ascii.isAlphanumeric(text.charAt(colon + 3))) {
        found.add(new Found(start, end, text.substring(start, end)));
      }
      colon = text.indexOf("://", Math.max(end, colon + 3));
    }
    return found;
  }

  private static int schemeStart(String text, int colon) {
    for (var scheme : List.of("https", "http")) {
      int start = colon - scheme.length();
      if (text.regionMatches(true, start, scheme, 0, scheme.length())
          && (start == 0 || !Ascii.isAlphanumeric(text.charAt(start - 1)))) {
        return start;
      }
    }
    return -1;
  }

  private static int urlEnd(String text, int from) {
    int end = from;
    while (end < text.length()
        && end - from < URL_CHARS
        && text.charAt(end) > ' '
        && text.charAt(end) < 0x7f
        && "<>\"'`{}|\\^".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > from && ".,;:!?)]".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  static List<Found> phones(String text, int limit) {
    var found = new ArrayList<Found>();
    int i = 0;
    while (i < text.length() && found.size() < limit) {
      int end = startsPhone(text, i) ? phoneEnd(text, i) : i;
      if (end > i) {
        found.add(new Found(i, end, normalPhone(text.substring(i, end))));
      }
      i = Math.max(end, i + 1);
    }
    return found;
  }

  private static boolean startsPhone(String text, int at) {
    char c = text.charAt(at);
    boolean sign = c == '+' || c == '(' || (c == '0' && Ascii.digitAt(text, at + 1));
    if (!sign || (c != '0' && !Ascii.digitAt(text, at + 1))) {
      return false;
    }
    return at == 0
        || !(Ascii.isAlphanumeric(text.charAt(at - 1)) || ".,-/".indexOf(text.charAt(at - 1)) >= 0);
  }

  /** The end of the number, or {@code from} when what stands there is not one. */
  private static int phoneEnd(String text, int from) {
    int digits = 0;
    int end = from;
    for (int i = from; i < text.length() && i - from <= PHONE_CHARS; i++) {
      char c = text.charAt(i);
      if (Ascii.isDigit(c)) {
        digits++;
        end = i + 1;
      } else if (" ()-/".indexOf(c) < 0 && !(i == from && c == '+')) {
        break;
      }
    }
    boolean cut = end < text.length() && Ascii.isAlphanumeric(text.charAt(end));
    return digits >= PHONE_MIN_DIGITS && digits <= PHONE_MAX_DIGITS && !cut ? end : from;
  }

  private static String normalPhone(String raw) {
    var digits = new StringBuilder();
    for (int i = 0; i < raw.length(); i++) {
      if (Ascii.isDigit(raw.charAt(i))) {
        digits.append(raw.charAt(i));
      }
    }
    if (raw.startsWith("+")) {
      return "+" + digits;
    }
    return raw.startsWith("00") ? "+" + digits.substring(2) : digits.toString();
  }
}
