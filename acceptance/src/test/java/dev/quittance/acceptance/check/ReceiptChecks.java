package dev.quittance.acceptance.check;

import dev.quittance.acceptance.line.TopicReader;
import dev.quittance.receipts.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;

/** Each execution has one receipt, and the receipts of an agent in a lane are numbered from 1. */
final class ReceiptChecks {
  private ReceiptChecks() {}

  static void check(SoftAssertions softly, LineRecords records) {
    List<String> executed =
        records.executions().stream()
            .map(TopicReader.Entry::value)
            .map(it -> LineRecords.id(it.getOrderId()) + "/" + LineRecords.id(it.getStepId()))
            .toList();
    List<String> proven =
        records.receipts().stream()
            .map(TopicReader.Entry::value)
            .map(it -> it.orderId() + "/" + it.stepId())
            .toList();
    softly
        .assertThat(proven)
        .as("receipts, one for each execution and none besides")
        .containsExactlyInAnyOrderElementsOf(executed);
    numbers(records.receipts())
        .forEach((sequence, numbers) ->
            softly
                .assertThat(numbers)
                .as("numbers of agent and lane %s", sequence)
                .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList()));
  }

  private static Map<String, List<Long>> numbers(List<TopicReader.Entry<Receipt>> receipts) {
    Map<String, List<Long>> numbers = new TreeMap<>();
    for (TopicReader.Entry<Receipt> entry : receipts) {
      Receipt receipt = entry.value();
      numbers
          .computeIfAbsent(receipt.agent() + "/" + entry.partition(), _ -> new ArrayList<>())
          .add(receipt.seq());
    }
    return numbers;
  }
}
