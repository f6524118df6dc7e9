package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An order's id as users give it. */
final class OrderId {
  private static final Pattern ID = Pattern.compile("(0x)?([0-9a-fA-F]{64})");

  private OrderId() {}

  /** Reads {@code 0x} and 64 hex digits. */
  static Bytes32 parse(String text) {
    Matcher matcher = ID.matcher(text);
    if (!matcher.matches()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "\"" + text + "\" is no order id",
          "Give 0x and 64 hex digits; 'quittance orders list' shows the ids.");
    }
    return Bytes32.fromHex("0x" + matcher.group(2).toLowerCase(Locale.ROOT));
  }
}
