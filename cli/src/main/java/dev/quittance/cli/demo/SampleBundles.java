package dev.quittance.cli.demo;

import dev.quittance.auditor.prove.Choice;
import dev.quittance.auditor.prove.Prove;
import dev.quittance.auditor.prove.ProveResult;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Leaves a few bundles in the folder of a demo, to be verified without it. */
final class SampleBundles {
  private static final int BUNDLES = 5;

  private SampleBundles() {}

  /** Writes bundles of the first orders that can be proven. */
  static void write(LogSource source, LocalFolder folder, List<Bytes32> orders) throws IOException {
    Files.createDirectories(folder.bundles());
    int written = 0;
    for (Bytes32 order : orders) {
      if (written == BUNDLES) {
        return;
      }
      Optional<String> bundle = bundle(source, order);
      if (bundle.isPresent()) {
        String name = order.toString().substring(2, 18) + ".json";
        Files.writeString(folder.bundles().resolve(name), bundle.get());
        written++;
      }
    }
  }

  private static Optional<String> bundle(LogSource source, Bytes32 order) {
    return switch (Prove.bundle(source, order, Optional.empty())) {
      case ProveResult.Proven(String bundle) -> Optional.of(bundle);
      case ProveResult.ChooseStep(List<Choice> choices) ->
          choices.getFirst().stepIndex().flatMap(step -> bundle(source, order, step));
      case ProveResult.NotFound _,
          ProveResult.PeriodOpen _,
          ProveResult.NotAnchoredYet _,
          ProveResult.NotAccepted _,
          ProveResult.LogDiffers _,
          ProveResult.Unavailable _ ->
          Optional.empty();
    };
  }

  private static Optional<String> bundle(LogSource source, Bytes32 order, int step) {
    return Prove.bundle(source, order, Optional.of(step)) instanceof ProveResult.Proven proven
        ? Optional.of(proven.bundle())
        : Optional.empty();
  }
}
