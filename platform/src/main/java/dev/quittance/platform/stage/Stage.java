package dev.quittance.platform.stage;

/** One stage of the line. Only topics connect stages. */
public interface Stage {
  /** Its name on the command line, in application ids and metrics. */
  String name();

  /** The topics that it reads and writes, and how. */
  StageAccess access();

  /**
   * Starts it; what it can't do without is checked before this returns.
   *
   * @throws UnusableSettings when settings that only it understands can't be used
   */
  RunningStage start(StageContext context);
}
