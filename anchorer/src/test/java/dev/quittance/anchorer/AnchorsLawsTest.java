package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.AnchorMade;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any interleaving of the tasks, any commits and crashes: the same bytes. */
class AnchorsLawsTest {
  private static final int LOGS = 25;
  private static final int SCHEDULES = 3;

  @Test
  void everyScheduleWithCrashesGivesTheReplaysAnchors() {
    long first = System.nanoTime();
    int anchors = 0;
    for (long seed = first; seed < first + LOGS; seed++) {
      RandomLog log = RandomLog.of(seed);
      List<AssembledPeriod> expected = log.replay();
      for (int schedule = 0; schedule < SCHEDULES; schedule++) {
        assertThat(anchors(run(log, seed + schedule)))
            .as("seed %d, schedule %d", seed, schedule)
            .isEqualTo(expected.stream().map(period -> period.record().encode()).toList());
      }
      anchors += expected.size();
    }
    assertThat(anchors).isGreaterThanOrEqualTo(LOGS);
  }

  @Test
  void everyAnchorCarriesTheCheckpointAfterIt() {
    long seed = System.nanoTime();
    RandomLog log = RandomLog.of(seed);
    VerifierKey key = VerifierKey.ofSeed(log.log().origin(), RandomLog.NOTE_SEED);
    List<AssembledPeriod> expected = log.replay();
    List<AnchorMade> made = run(log, seed);
    for (int seq = 0; seq < expected.size(); seq++) {
      assertThat(Checkpoint.verify(made.get(seq).getCheckpoint(), key))
          .as("seed %d", seed)
          .contains(
              new Checkpoint(log.log().origin(), seq + 1, expected.get(seq).anchors().root()));
      assertThat(made.get(seq).getAnchorHash().bytes())
          .isEqualTo(expected.get(seq).anchorHash().toByteArray());
    }
  }

  private static List<AnchorMade> run(RandomLog log, long schedule) {
    SimulatedLine line = new SimulatedLine(log.log(), RandomLog.CODEC::decode, RandomLog.NOTE_SEED);
    for (int partition = 0; partition < log.log().partitionCount(); partition++) {
      line.receipts(partition).records().addAll(log.partition(partition));
    }
    line.run(new Random(schedule), 0.05);
    return line.anchors();
  }

  private static List<Bytes> anchors(List<AnchorMade> made) {
    return made.stream().map(m -> Bytes.wrap(AvroValues.bytes(m.getAnchor()))).toList();
  }
}
