package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.line.DayGrants;
import dev.quittance.auditor.line.LaneAudit;
import dev.quittance.auditor.line.Promises;
import dev.quittance.receipts.log.Acknowledgement;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineSnapshotsTest {

  @Test
  void whatIsWrittenDownIsReadAgain() {
    RandomLogs random = new RandomLogs(1, 1);
    Place place = Place.record("acknowledgements", 3, 17);
    LaneAudit.Result result =
        new LaneAudit.Result(
            24,
            List.of(
                Finding.note(FindingCode.L5_ACKNOWLEDGEMENT_MISSING, place, "one"),
                Finding.fail(FindingCode.L5_WRONG_KEY, Place.LOG, "other")),
            new Promises(
                List.of(
                    new Promises.Unkept(
                        place, new Acknowledgement(random.bytes32(), random.bytes32(), 5, 9))),
                List.of(new Promises.Refusal(random.bytes32(), 77)),
                Map.of(random.operator.address(), place.inPeriod(4)),
                Set.of(random.operator.address())),
            new DayGrants(
                List.of(
                    new DayGrants.Day(
                        "acme", 20_458, BigInteger.TWO.pow(100), BigInteger.TEN, place, 78))));
    LineReplay.Audited audited = new LineReplay.Audited(result, 1_767_571_200_000L);

    assertThat(LineSnapshots.read(LineSnapshots.write(audited))).isEqualTo(audited);
  }
}
