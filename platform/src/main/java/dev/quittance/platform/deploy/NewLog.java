package dev.quittance.platform.deploy;

import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import java.time.Instant;
import java.util.List;

/**
 * What is decided once, when a line's receipt log is set up.
 *
 * @param origin the log's name
 * @param lanes partitions of the topic {@code receipts}
 * @param domain chain and anchor contract
 * @param operator address that closes periods
 * @param receiptsSchemaId id on the wire of the current schema of {@code receipts}
 * @param cadenceSeconds length of a period
 * @param catchUp what happens to periods that nobody closed in time
 * @param verifierKey checks checkpoints; its name is the origin
 * @param now the time of the set-up
 */
public record NewLog(
    String origin,
    int lanes,
    ReceiptDomain domain,
    Address operator,
    int receiptsSchemaId,
    int cadenceSeconds,
    CatchUp catchUp,
    VerifierKey verifierKey,
    Instant now) {

  /** Checks that the key is named after the origin. */
  public NewLog {
    if (!verifierKey.name().equals(origin)) {
      throw new IllegalArgumentException(
          "the verifier key is named %s, the log %s".formatted(verifierKey.name(), origin));
    }
  }

  /** The rules of epoch 0. Periods start at whole multiples of the cadence, so days at midnight. */
  LogRules rules() {
    long nowSeconds = now.getEpochSecond();
    PeriodSchedule schedule =
        new PeriodSchedule(
            nowSeconds - Math.floorMod(nowSeconds, cadenceSeconds), cadenceSeconds, catchUp);
    AcceptedSchema current =
        new AcceptedSchema(receiptsSchemaId, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()));
    return new LogRules(
        origin, 0, domain, Topics.RECEIPTS.name(), lanes, List.of(current), operator, schedule);
  }
}
