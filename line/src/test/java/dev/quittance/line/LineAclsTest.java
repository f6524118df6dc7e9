package dev.quittance.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineAclsTest {
  private static final List<Acl> ACLS = LineAcls.of("main", "User:quittance-");

  static Stream<String> stages() {
    return LineStages.KNOWN.stream();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStageMayJoinItsGroupAndKeepItsStores(String stage) {
    assertThat(of(stage))
        .allMatch(right -> right.principal().equals("User:quittance-" + stage))
        .anyMatch(
            right -> right.resource() == Acl.Resource.GROUP && right.name().equals("main-" + stage))
        .anyMatch(right ->
            right.resource() == Acl.Resource.TOPIC
                && right.pattern() == Acl.Pattern.PREFIXED
                && right.name().equals("main-" + stage + "-"))
        .anyMatch(right -> right.resource() == Acl.Resource.TRANSACTIONAL_ID);
  }

  /** The log's identity holds the id of the topic that it stands in. */
  @ParameterizedTest
  @MethodSource("stages")
  void everyStageMaySeeWhichLogItIs(String stage) {
    assertThat(of(stage))
        .filteredOn(right -> right.resource() == Acl.Resource.TOPIC)
        .filteredOn(Acl::name, Topics.RECEIPTS.name())
        .flatExtracting(Acl::operations)
        .containsAnyOf("Describe", "Read", "Write");
  }

  @Test
  void onlyTheProverAndTheAnchorerWriteReceipts() {
    assertThat(mayWrite(Topics.RECEIPTS)).containsExactlyInAnyOrder("prover", "anchorer");
    assertThat(mayWrite(Topics.RECEIPT_DETAILS)).containsExactly("prover");
    assertThat(mayWrite(Topics.SIGNING_REQUESTS)).containsExactly("prover");
    assertThat(mayWrite(Topics.SETTLEMENTS)).containsExactly("settler");
    assertThat(mayWrite(Topics.ORDER_REQUESTS)).containsExactly("ingest", "market");
    assertThat(mayWrite(Topics.DELIVERIES)).containsExactly("market");
    assertThat(mayWrite(Topics.WEBHOOK_ENDPOINTS)).containsExactly("webhooks");
    assertThat(mayWrite(Topics.WEBHOOK_ATTEMPTS)).containsExactly("webhooks");
    assertThat(mayWrite(Topics.ANCHORS)).containsExactly("anchorer");
    assertThat(mayWrite(Topics.AGENTS)).isEmpty();
    assertThat(mayWrite(Topics.LOG_RULES)).isEmpty();
  }

  /** Its marketplaces' names are the settings' business. */
  @Test
  void theMarketStageMayJoinTheGroupsOfItsMarketplaces() {
    assertThat(of("market"))
        .anyMatch(right ->
            right.resource() == Acl.Resource.GROUP
                && right.pattern() == Acl.Pattern.PREFIXED
                && right.name().equals("main-market-"));
  }

  @Test
  void everyRightIsACommand() {
    assertThat(
            new Acl(
                    "planner",
                    "User:quittance-planner",
                    Acl.Resource.TRANSACTIONAL_ID,
                    Acl.Pattern.PREFIXED,
                    "main-planner-",
                    List.of("Describe", "Write"),
                    "its topology's transactions")
                .command("broker:9092"))
        .isEqualTo(
            "kafka-acls.sh --bootstrap-server broker:9092 --add --allow-principal"
                + " 'User:quittance-planner' --operation Describe --operation Write"
                + " --transactional-id 'main-planner-' --resource-pattern-type prefixed");
  }

  private static List<Acl> of(String stage) {
    return ACLS.stream().filter(right -> right.stage().equals(stage)).toList();
  }

  private static List<String> mayWrite(Topic<?> topic) {
    return ACLS.stream()
        .filter(right -> right.resource() == Acl.Resource.TOPIC)
        .filter(right -> right.name().equals(topic.name()))
        .filter(right -> right.operations().contains("Write"))
        .map(Acl::stage)
        .toList();
  }
}
