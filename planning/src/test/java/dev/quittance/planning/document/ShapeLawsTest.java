package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes take what their patterns take, and nothing else. */
final class ShapeLawsTest {
  private static final int TEXTS = 20_000;
  private static final String[] PARTS = {
    "a",
    "f",
    "z",
    "0",
    "1",
    "9",
    "-",
    "_",
    "/",
    ".",
    " ",
    "~",
    "A",
    "F",
    "G",
    "x",
    "0x",
    "g",
    "`",
    "{",
    ":",
    "\n",
    "\u0000",
    "\u007f",
    "\u0085",
    "\u00a0",
    "é",
    "٣",
    "\uD83D\uDE00",
    "\uD83D"
  };

  @ParameterizedTest(name = "{0}, seed {2}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "ID;           [a-z0-9][a-z0-9-]{0,62};                                   1",
        "STEP_NAME;    [a-z][a-z0-9_]{0,31};                                      2",
        "SOURCE_ID;    [ -~]{1,128};                                              3",
        "DISPLAY_NAME; [^\\x00-\\x1f\\x7f-\\x9f]{1,128};                          4",
        "EXECUTOR;     [a-z0-9][a-z0-9-]{0,62}(/[a-z0-9][a-z0-9._-]{0,62})?;      5",
        "ADDRESS;      0x[0-9a-f]{40};                                            6",
        "HASH;         0x[0-9a-f]{64};                                            7",
        "AMOUNT;       0|[1-9][0-9]{0,38};                                        8",
        "LONG;         0|[1-9][0-9]{0,18};                                        9",
        "SIGNATURE;    0x[0-9a-f]{130};                                           11"
      })
  void matchesItsPattern(Shape shape, String regex, long seed) {
    Pattern pattern = Pattern.compile(regex);
    Random random = new Random(seed);
    int matches = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = text(random);
      boolean expected = pattern.matcher(text).matches();
      matches += expected ? 1 : 0;

      assertThat(shape.matches(text)).as("seed %d: \"%s\"", seed, text).isEqualTo(expected);
    }
    assertThat(matches).as("seed %d: some texts match", seed).isPositive();
  }

  /** Most texts have one kind of characters, of a length about a limit, and at most one other. */
  private static String text(Random random) {
    int[] limits = {0, 1, 2, 19, 32, 39, 40, 63, 64, 127, 128, 130};
    int length = limits[random.nextInt(limits.length)] + random.nextInt(3) - 1;
    String prefix = random.nextInt(3) == 0 ? "0x" : "";
    String fill = PARTS[random.nextInt(8)];
    StringBuilder text = new StringBuilder(prefix).append(fill.repeat(Math.max(0, length)));
    if (random.nextInt(3) == 0) {
      text.insert(random.nextInt(text.length() + 1), PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }
}
