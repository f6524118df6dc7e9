package dev.quittance.platform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class FailedTransactionTest {
  private final KafkaException failure = new TimeoutException("no answer to the commit");

  @Test
  void isAborted() {
    MockProducer<String, String> producer = producer();

    FailedTransaction.abort(producer, failure);

    assertThat(producer.transactionAborted()).isTrue();
    assertThat(failure).hasNoSuppressedExceptions();
  }

  /** An IllegalStateException in place of the failure was taken for a fault of the program. */
  @Test
  void whatTheClientRefusesDoesNotHideTheFailure() {
    RuntimeException refusal = new IllegalStateException("a commit is being made");
    MockProducer<String, String> producer = producer();
    producer.abortTransactionException = refusal;

    FailedTransaction.abort(producer, failure);

    assertThat(failure).hasSuppressedException(refusal);
  }

  private static MockProducer<String, String> producer() {
    MockProducer<String, String> producer =
        new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    return producer;
  }
}
