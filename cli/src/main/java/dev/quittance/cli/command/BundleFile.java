package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A bundle that a command works on. */
final class BundleFile {
  private static final String NEXT_STEP = "Give a bundle file; 'quittance prove' writes one.";

  private BundleFile() {}

  /** Reads the file strictly; what it proves is not checked. */
  static Bundle read(Path file) throws IOException {
    try {
      return BundleReader.parse(Files.readString(file));
    } catch (NoSuchFileException _) {
      throw new CommandFailure(ExitCode.USAGE, "there is no file " + file, NEXT_STEP);
    } catch (CharacterCodingException _) {
      throw new CommandFailure(ExitCode.USAGE, file + ": is not UTF-8 text", NEXT_STEP);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "%s: is no bundle: %s".formatted(file, e.getMessage()), NEXT_STEP);
    }
  }
}
