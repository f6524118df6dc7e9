package dev.quittance.auditor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsWrittenIsRead(long seed) throws IOException {
    List<RawRecord> records = random(new Random(seed), 40);
    Path file = write(records);

    assertThat(read(file)).isEqualTo(records);
    try (RecordFileReader reader = new RecordFileReader(file, "orders", 3)) {
      reader.skip(7);
      assertThat(reader.read()).isEqualTo(records.get(7));
    }
  }

  /** The example of docs/export-format.md. */
  @Test
  void theBytesAreThoseOfTheDocumentation() throws IOException {
    RawRecord record =
        new RawRecord(
            5, 1_795_276_800_000L, Optional.of(bytes("k")), Optional.of(bytes("v1")), List.of());
    Path file = folder.resolve("example.records");
    try (RecordFileWriter writer = new RecordFileWriter(file, "agents", 0)) {
      writer.write(record);
      writer.write(
          new RawRecord(7, 1_795_276_800_001L, Optional.empty(), Optional.empty(), List.of()));
      assertThat(writer.finish().records()).isEqualTo(2);
    }

    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .isEqualTo(
            "51545831"
                + "0006"
                + "6167656e7473"
                + "00000000"
                + "0000001d"
                + "0000000000000005"
                + "000001a1fed60000"
                + "00000001"
                + "6b"
                + "00000002"
                + "7631"
                + "0000"
                + "0000001a"
                + "0000000000000007"
                + "000001a1fed60001"
                + "ffffffff"
                + "ffffffff"
                + "0000"
                + "00000000"
                + "0000000000000002");
  }

  @Test
  void aFileThatIsCutOffAnywhereIsRefusedWithFileAndByte() throws IOException {
    byte[] whole = Files.readAllBytes(write(random(new Random(9), 3)));
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut.records");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> read(cut))
          .as("cut after %d of %d bytes", length, whole.length)
          .isInstanceOf(RecordFileReader.Damaged.class)
          .hasMessageContaining(cut + ", byte ");
    }
  }

  @Test
  void aFileOfAnotherFormatPartitionOrLengthIsRefused() throws IOException {
    Path file = write(random(new Random(2), 2));
    byte[] bytes = Files.readAllBytes(file);

    assertThatThrownBy(() -> new RecordFileReader(file, "plans", 3))
        .hasMessageContaining("holds partition 3 of orders, expected 3 of plans");
    byte[] newer = bytes.clone();
    newer[3] = '2';
    Files.write(file, newer);
    assertThatThrownBy(() -> read(file)).hasMessageContaining("byte 0: begins with 0x51545832");
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> read(file)).hasMessageContaining("goes on after its end");
  }

  @Test
  void aFolderWithoutAManifestOrOfAnotherVersionIsRefused() throws IOException {
    assertThat(ExportLogSource.open(folder))
        .isInstanceOfSatisfying(
            ExportLogSource.Refused.class,
            refused -> assertThat(refused.reason()).contains("there is no manifest.json"));
    Files.writeString(folder.resolve("manifest.json"), "{\"format\":\"quittance-export/v2\"}");
    assertThat(ExportLogSource.open(folder))
        .isInstanceOfSatisfying(
            ExportLogSource.Refused.class,
            refused ->
                assertThat(refused.reason())
                    .contains("quittance-export/v2", "use the version that wrote it"));
  }

  private static Bytes bytes(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(List<RawRecord> records) throws IOException {
    Path file = folder.resolve("3.records");
    try (RecordFileWriter writer = new RecordFileWriter(file, "orders", 3)) {
      for (RawRecord record : records) {
        writer.write(record);
      }
      RecordFileWriter.Written written = writer.finish();
      assertThat(written.bytes()).isEqualTo(Files.size(file));
      assertThat(written.records()).isEqualTo(records.size());
    }
    return file;
  }

  private static List<RawRecord> read(Path file) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (RecordFileReader reader = new RecordFileReader(file, "orders", 3)) {
      for (RawRecord next = reader.read(); next != null; next = reader.read()) {
        records.add(next);
      }
    }
    return records;
  }

  private static List<RawRecord> random(Random random, int count) {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<RawRecord.Header> headers =
          random.nextBoolean()
              ? List.of()
              : List.of(new RawRecord.Header("quittance.outcome", optional(random)));
      records.add(
          new RawRecord(
              random.nextLong(1L << 40),
              random.nextLong(1L << 42),
              optional(random),
              optional(random),
              headers));
    }
    return records;
  }

  private static Optional<Bytes> optional(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Bytes.wrap(bytes));
  }
}
