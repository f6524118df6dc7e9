package dev.quittance.platform.health;

import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the parts of this process are. Safe for any number of threads.
 *
 * <p>A process is ready when all of its parts are: not before they have been started, and no longer
 * once they are being stopped.
 */
public final class Health {
  private static final String PROCESS = "process";

  private volatile List<RunningStage> parts = List.of();
  private volatile Optional<String> phase = Optional.of("it is starting");

  /**
   * One part and how it is.
   *
   * @param notes what should be known of it whether it is ready or not
   */
  public record Part(String name, Readiness readiness, List<String> notes) {
    public Part {
      notes = List.copyOf(notes);
    }
  }

  /** From now on these parts say whether the process is ready. */
  public void started(List<? extends RunningStage> running) {
    parts = running.stream().flatMap(stage -> stage.parts().stream()).toList();
    phase = Optional.empty();
  }

  /** From now on the process takes no new work. */
  public void stopping() {
    phase = Optional.of("it is stopping");
  }

  /** Every part, and the process itself while it starts or stops. */
  public List<Part> parts() {
    List<Part> all = new ArrayList<>();
    phase.ifPresent(reason -> all.add(new Part(PROCESS, Readiness.notReady(reason), List.of())));
    parts.forEach(part -> all.add(new Part(part.name(), part.readiness(), part.notes())));
    return all;
  }
}
