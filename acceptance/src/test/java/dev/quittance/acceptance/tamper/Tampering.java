package dev.quittance.acceptance.tamper;

import dev.quittance.acceptance.tamper.ExportFolder.Partition;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What can be done to the records of a partition. */
public enum Tampering {
  BYTE_CHANGED {
    @Override
    Done apply(List<RawRecord> records, int index, Random random) {
      RawRecord record = records.get(index);
      byte[] value = record.value().orElseThrow().toByteArray();
      value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
      records.set(index, withValue(record, value));
      return new Done(record.offset(), false);
    }
  },
  DROPPED {
    @Override
    Done apply(List<RawRecord> records, int index, Random random) {
      return new Done(records.remove(index).offset(), true);
    }
  },
  DUPLICATED {
    @Override
    Done apply(List<RawRecord> records, int index, Random random) {
      RawRecord last = records.getLast();
      long offset = last.offset() + 1;
      records.add(at(records.get(index), offset, last.appendTime()));
      return new Done(offset, false);
    }
  },
  REORDERED {
    @Override
    Done apply(List<RawRecord> records, int index, Random random) {
      RawRecord one = records.get(index);
      RawRecord other = records.get(index + 1);
      records.set(index, at(other, one.offset(), one.appendTime()));
      records.set(index + 1, at(one, other.offset(), other.appendTime()));
      return new Done(one.offset(), other.offset(), false);
    }
  },
  BACK_DATED {
    @Override
    Done apply(List<RawRecord> records, int index, Random random) {
      RawRecord record = records.get(index);
      records.set(index, at(record, record.offset(), record.appendTime() - AN_HOUR_MS));
      return new Done(record.offset(), false);
    }
  };

  private static final long AN_HOUR_MS = 3_600_000;

  /**
   * What was done.
   *
   * @param offset the record
   * @param other another record that was touched too, or the same
   * @param isMissing whether the record is not there any more
   */
  public record Done(long offset, long other, boolean isMissing) {
    Done(long offset, boolean isMissing) {
      this(offset, offset, isMissing);
    }
  }

  abstract Done apply(List<RawRecord> records, int index, Random random);

  /** Does it to a record of a partition. */
  public Done tamper(ExportFolder export, Partition partition, int index, Random random)
      throws IOException {
    List<RawRecord> records = new ArrayList<>(export.records(partition));
    Done done = apply(records, index, random);
    export.replace(partition, records);
    return done;
  }

  /** Changes one of a value's first bytes. */
  static Done changeByte(
      ExportFolder export, Partition partition, int index, Random random, int bytes)
      throws IOException {
    List<RawRecord> records = new ArrayList<>(export.records(partition));
    RawRecord record = records.get(index);
    byte[] value = record.value().orElseThrow().toByteArray();
    value[random.nextInt(bytes)] ^= (byte) (1 << random.nextInt(8));
    records.set(index, withValue(record, value));
    export.replace(partition, records);
    return new Done(record.offset(), false);
  }

  /** The record elsewhere and at another time. */
  public static RawRecord at(RawRecord record, long offset, long appendTime) {
    return new RawRecord(offset, appendTime, record.key(), record.value(), record.headers());
  }

  /** The record with another value. */
  public static RawRecord withValue(RawRecord record, byte[] value) {
    return new RawRecord(
        record.offset(),
        record.appendTime(),
        record.key(),
        Optional.of(Bytes.wrap(value)),
        record.headers());
  }
}
