package dev.quittance.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
  static Stream<Arguments> faults() {
    return Stream.of(
            row(
                Fault.TRANSIENT,
                new ConnectException("refused"),
                new HttpTimeoutException("late"),
                new TimeoutException("broker"),
                new InvalidTxnStateException("a broker that came back")),
            row(
                Fault.ENVIRONMENT,
                new IOException("No space left on device"),
                new FileSystemException("blobs"),
                new RecordTooLargeException("an earlier send"),
                new ProcessorStateException("store"),
                new TaskMigratedException("gone"),
                new OutOfMemoryError("heap")),
            row(
                Fault.RECORD,
                new IllegalStateException("bug"),
                new SerializationException("no such schema"),
                new EOFException("document ends"),
                new StackOverflowError()))
        .flatMap(rows -> rows.stream());
  }

  private static List<Arguments> row(Fault fault, Throwable... failures) {
    return Stream.of(failures).map(failure -> Arguments.of(fault, failure)).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isToldByTheCause(Fault fault, Throwable failure) {
    assertThat(Fault.of(failure)).isEqualTo(fault);
    assertThat(Fault.of(new StreamsException("in a task", new RuntimeException(failure))))
        .isEqualTo(fault);
  }
}
