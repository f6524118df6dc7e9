package dev.quittance.anchorer.client;

import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;

/** The anchor client as a part of the anchorer stage. */
public final class AnchorClientStage implements Stage {
  @Override
  public String name() {
    return AnchorClient.NAME;
  }

  @Override
  public StageAccess access() {
    return AnchorClient.ACCESS;
  }

  @Override
  public RunningStage start(StageContext context) {
    return AnchorClient.start(context);
  }
}
