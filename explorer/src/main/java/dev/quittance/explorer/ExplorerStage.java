package dev.quittance.explorer;

import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.JwtTokens;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.schemas.Topics;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the order view and the log's index, and answers questions to them.
 *
 * @param directory where the view is kept, the index beside it; one process at a time
 * @param tokens whose tokens are taken beside API keys; empty for none
 */
public record ExplorerStage(Path directory, Optional<JwtTokens.Settings> tokens) implements Stage {
  @Override
  public String name() {
    return "explorer";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .following(
            Topics.ORDER_REQUESTS,
            Topics.ORDERS,
            Topics.PLANS,
            Topics.EXECUTIONS,
            Topics.PAYLOADS,
            Topics.RECEIPTS,
            Topics.SETTLEMENTS,
            Topics.LOG_HEADS,
            Topics.LOG_INTERIM_HEADS,
            Topics.ANCHORS,
            Topics.ANCHOR_STATUS);
  }

  @Override
  public RunningExplorer start(StageContext context) {
    Path log = directory.resolveSibling(directory.getFileName() + "-log");
    ApiKeys keys = ApiKeys.of(context.catalogue()::snapshot, tokens);
    return new RunningExplorer(
        name(), OrderViewFollower.open(context, directory), context, keys, log);
  }
}
