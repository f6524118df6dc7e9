package dev.quittance.cli.command;

import dev.quittance.auditor.verify.TrustFile;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.bundle.Trust;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom the user trusts. */
final class TrustOption {
  private static final String NEXT_STEP =
      "The trust file names the log and its key; the log's operator publishes it.";

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = {
        "Whom you trust: {\"origin\",\"verifierKey\"} and, if known, \"chainId\", \"contract\" and"
            + " \"vault\". You get it from the operator once ('quittance operator trust' prints"
            + " it); it is never taken from what is checked. What nobody trusted speaks for is"
            + " inconclusive."
      })
  private @Nullable Path file;

  /** Reads the file, if one was named. */
  Optional<Trust> read() throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrustFile.parse(file.toString(), Files.readString(file)));
    } catch (NoSuchFileException _) {
      throw new CommandFailure(ExitCode.USAGE, "there is no trust file " + file, NEXT_STEP);
    } catch (CharacterCodingException _) {
      throw new CommandFailure(ExitCode.USAGE, file + ": is not UTF-8 text", NEXT_STEP);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), NEXT_STEP);
    }
  }
}
