package dev.quittance.market.gigent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.DeliveryJob;
import dev.quittance.market.gigent.GigentOrder.Status;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryJudgeTest {
  private static final String OURS = "0x" + "11".repeat(32);

  private static GigentOrder order(Status status, String hash, int revisions) {
    return new GigentOrder(
        "id",
        "seller",
        status,
        "",
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        hash,
        revisions,
        0,
        List.of());
  }

  private static DeliveryJob job(String sourceId, Verdict verdict, boolean isReleased) {
    return new DeliveryJob(
        Hash32.sha256(new byte[0]),
        "gigent",
        sourceId,
        "t",
        verdict,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.fromHex(OURS),
        Address.ZERO,
        0,
        "it failed",
        isReleased);
  }

  @ParameterizedTest(name = "{0} {1}, at Gigent {2} {3} revisions {4}: {5}")
  @CsvSource({
    // job,   verdict,   status,             hash,   revisions, what is to be done
    "id,      completed, accepted,           none,   0,         Deliver",
    "id,      completed, in_progress,        none,   0,         Deliver",
    "id,      completed, delivered,          ours,   0,         IsThere",
    "id,      completed, completed,          ours,   0,         IsThere",
    "id,      completed, disputed,           ours,   0,         IsThere",
    "id,      completed, delivered,          theirs, 0,         Refuse",
    "id,      completed, delivered,          none,   0,         Refuse",
    "id,      completed, pending,            none,   0,         Wait",
    "id,      completed, cancelled,          none,   0,         Refuse",
    "id,      completed, rejected,           none,   0,         Refuse",
    "id,      completed, revision_requested, ours,   1,         IsThere",
    "id,      completed, in_progress,        ours,   1,         IsThere",
    "id,      completed, in_progress,        theirs, 1,         Refuse",
    "id.r1,   completed, revision_requested, theirs, 1,         Deliver",
    "id.r1,   completed, in_progress,        theirs, 1,         Deliver",
    "id.r1,   completed, in_progress,        theirs, 0,         Deliver",
    "id.r1,   completed, in_progress,        theirs, 2,         Refuse",
    "id.r1,   completed, delivered,          ours,   1,         IsThere",
    "id,      failed,    accepted,           none,   0,         Cancel",
    "id,      rejected,  in_progress,        none,   0,         Cancel",
    "id,      failed,    cancelled,          none,   0,         Refuse",
    "id.r1,   failed,    in_progress,        theirs, 1,         Hold",
  })
  void whatIsToBeDone(
      String sourceId, String verdict, String status, String hash, int revisions, String expected) {
    String there =
        switch (hash) {
          case "ours" -> OURS;
          case "theirs" -> "0x" + "22".repeat(32);
          default -> "";
        };
    DeliveryJudge.Judgement judgement =
        DeliveryJudge.judge(
            job(sourceId, Verdict.valueOf(verdict.toUpperCase(Locale.ROOT)), false),
            order(Status.of(status), there, revisions),
            OURS,
            true);

    assertThat(judgement.getClass().getSimpleName()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"false,Hold", "true,Deliver"})
  void aResultThatIsHeldGoesOutWhenItIsReleased(boolean isReleased, String expected) {
    DeliveryJudge.Judgement judgement =
        DeliveryJudge.judge(
            job("id", Verdict.COMPLETED, isReleased),
            order(Status.IN_PROGRESS, "", 0),
            OURS,
            false);

    assertThat(judgement.getClass().getSimpleName()).isEqualTo(expected);
  }
}
