package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.Posting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Reads what {@link SnapshotWriter} wrote; its integrity was checked before. Not thread-safe. */
final class SnapshotReader {
  private final ByteBuffer in;

  SnapshotReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  long number() {
    return in.getLong();
  }

  Bytes bytes() {
    byte[] value = new byte[in.getInt()];
    in.get(value);
    return Bytes.wrap(value);
  }

  String text() {
    return new String(bytes().toByteArray(), StandardCharsets.UTF_8);
  }

  Address address() {
    return Address.read(in);
  }

  Posting posting() {
    AccountAsset key = new AccountAsset(address(), address());
    return new Posting(key, Balance.decode(bytes()));
  }

  Optional<Bytes> optional() {
    return number() == 1 ? Optional.of(bytes()) : Optional.empty();
  }

  Place place() {
    return new Place(text(), optionalNumber(), optionalNumber(), optionalNumber());
  }

  private OptionalLong optionalNumber() {
    long number = number();
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  Finding finding() {
    return new Finding(FindingCode.valueOf(text()), Severity.valueOf(text()), place(), text());
  }

  void times(Runnable reading) {
    for (long left = number(); left > 0; left--) {
      reading.run();
    }
  }

  <T> List<T> list(Supplier<T> reading) {
    List<T> list = new ArrayList<>();
    times(() -> list.add(reading.get()));
    return list;
  }
}
