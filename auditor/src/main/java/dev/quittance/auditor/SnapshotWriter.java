package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes down how far an audit is; {@link SnapshotReader} reads it. Not thread-safe. */
final class SnapshotWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  @FunctionalInterface
  private interface Writing {
    void write(DataOutputStream out) throws IOException;
  }

  private void write(Writing writing) {
    try {
      writing.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
  }

  byte[] written() {
    return bytes.toByteArray();
  }

  void number(long number) {
    write(o -> o.writeLong(number));
  }

  void bytes(Bytes value) {
    write(o -> {
      o.writeInt(value.size());
      o.write(value.toByteArray());
    });
  }

  void text(String text) {
    bytes(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  void address(Address address) {
    write(o -> o.write(address.toByteArray()));
  }

  void posting(AccountAsset key, Balance sum) {
    address(key.account());
    address(key.asset());
    bytes(sum.encode());
  }

  void optional(Optional<Bytes> value) {
    number(value.isPresent() ? 1 : 0);
    value.ifPresent(this::bytes);
  }

  void place(Place place) {
    text(place.topic());
    number(place.partition().orElse(-1));
    number(place.offset().orElse(-1));
    number(place.period().orElse(-1));
  }

  void finding(Finding finding) {
    text(finding.code().name());
    text(finding.severity().name());
    place(finding.place());
    text(finding.message());
  }

  <T> void list(List<T> list, Consumer<T> writing) {
    number(list.size());
    list.forEach(writing);
  }
}
