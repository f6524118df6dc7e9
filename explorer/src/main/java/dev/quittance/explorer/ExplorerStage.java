package dev.quittance.explorer;

import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageContext;
import java.nio.file.Path;

/**
 * Keeps the order view and answers questions to it.
 *
 * @param directory where the view is kept; one process at a time
 */
public record ExplorerStage(Path directory) implements Stage {
  @Override
  public String name() {
    return "explorer";
  }

  @Override
  public RunningExplorer start(StageContext context) {
    return new RunningExplorer(name(), OrderViewFollower.open(context, directory), context);
  }
}
