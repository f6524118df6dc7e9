package dev.quittance.executor.worker;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commit of a partition of {@code tasks} says: its offset is {@link #low}, its metadata the
 * rest.
 *
 * <p>The metadata's bytes, in base64: a version (1), then as LEB128 numbers how far {@code end} is
 * above {@code low} and for each open offset twice its distance from the one before, plus one when
 * it is marked; the first one is {@code low} itself. Nothing open: no metadata.
 *
 * @param end everything below it and not open is done
 * @param open offsets without a result, and whether a call may have been made for them
 */
record OffsetMetadata(long end, SortedMap<Long, Boolean> open) {
  private static final int VERSION = 1;

  OffsetMetadata {
    NavigableMap<Long, Boolean> copy = new TreeMap<>(open);
    if (!copy.isEmpty() && copy.lastKey() >= end) {
      throw new IllegalArgumentException("offset " + copy.lastKey() + " is not below " + end);
    }
    open = Collections.unmodifiableSortedMap(copy);
  }

  /** The offset of the commit. */
  long low() {
    return open.isEmpty() ? end : open.firstKey();
  }

  /** Whether an offset has its result. */
  boolean isDone(long offset) {
    return offset < end && !open.containsKey(offset);
  }

  /** The metadata of the commit. */
  String encode() {
    if (open.isEmpty()) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(VERSION);
    long previous = low();
    write(bytes, end - previous);
    for (Map.Entry<Long, Boolean> offset : open.entrySet()) {
      long distance = offset.getKey() - previous;
      write(bytes, (distance << 1) | (offset.getValue() ? 1 : 0));
      previous = offset.getKey();
    }
    return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads a commit.
   *
   * @throws IllegalArgumentException when the metadata is not of this form
   */
  static OffsetMetadata decode(long low, String metadata) {
    if (metadata.isEmpty()) {
      return new OffsetMetadata(low, new TreeMap<>());
    }
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(metadata));
    try {
      if (bytes.get() != VERSION) {
        throw new IllegalArgumentException("a version that is not known here");
      }
      long end = low + read(bytes);
      NavigableMap<Long, Boolean> open = new TreeMap<>();
      for (long offset = low; bytes.hasRemaining(); ) {
        long number = read(bytes);
        offset += number >>> 1;
        open.put(offset, (number & 1) == 1);
      }
      return new OffsetMetadata(end, open);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("cut off", e);
    }
  }

  private static void write(ByteArrayOutputStream bytes, long number) {
    long rest = number;
    while (rest > 0x7f) {
      bytes.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }

  private static long read(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      number |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number without end");
  }
}
