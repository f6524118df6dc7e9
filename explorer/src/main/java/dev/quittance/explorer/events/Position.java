package dev.quittance.explorer.events;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * How far somebody has read: for each source topic and lane, the place of the last event. Its text
 * is the id of an event in a stream. As places are those of records, every process of the line
 * takes the ids of every other. Immutable.
 */
public final class Position {
  /** The topics that events come from. */
  public enum Source {
    /** Accepted orders. */
    ORDERS("orders"),
    /** Plans. */
    PLANS("plans"),
    /** Outcomes. */
    EXECUTIONS("executions"),
    /** Settlements. */
    SETTLEMENTS("settlements");

    private static final Source[] ALL = values();
    private final String topic;

    Source(String topic) {
      this.topic = topic;
    }

    /** The source that a topic is. */
    public static Optional<Source> of(String topic) {
      return Arrays.stream(ALL).filter(source -> source.topic.equals(topic)).findFirst();
    }

    /** Its topic. */
    public String topic() {
      return topic;
    }

    /** Its number in keys and ids. */
    int number() {
      return switch (this) {
        case ORDERS -> 0;
        case PLANS -> 1;
        case EXECUTIONS -> 2;
        case SETTLEMENTS -> 3;
      };
    }

    static Source ofNumber(int number) {
      return ALL[number];
    }
  }

  /** More events than a record can have; a plan has 32 steps at most. */
  private static final int EVENTS_OF_RECORD = 64;

  private static final int SOURCES = 4;
  private static final int VERSION = 1;
  private static final int MAX_LANES = 1024;
  private static final int MAX_VARINT = 9;

  private final long[] places;

  private Position(long[] places) {
    this.places = places;
  }

  /** Before everything. */
  public static Position start(int lanes) {
    return new Position(new long[SOURCES * lanes]);
  }

  /** The place of a record's event. */
  static long place(long offset, int event) {
    return offset * EVENTS_OF_RECORD + event + 1;
  }

  /** The place after all events of the records below an offset. */
  static long before(long offset) {
    return offset * EVENTS_OF_RECORD;
  }

  /** Lanes of each topic. */
  public int lanes() {
    return places.length / SOURCES;
  }

  /** The last place that was read of a source's lane, 0 for none. */
  long at(Source source, int lane) {
    return places[source.number() * lanes() + lane];
  }

  /** The position once a place is read too. */
  Position with(Source source, int lane, long place) {
    long[] more = places.clone();
    more[source.number() * lanes() + lane] = place;
    return new Position(more);
  }

  /** The position as text: base64url of a version, the number of lanes and the places. */
  public String id() {
    ByteBuffer out = ByteBuffer.allocate(4 + places.length * MAX_VARINT);
    put(out, VERSION);
    put(out, lanes());
    for (long place : places) {
      put(out, place);
    }
    byte[] bytes = Arrays.copyOf(out.array(), out.position());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Reads an id; empty when it is none of a line with so many lanes. */
  public static Optional<Position> parse(String id, int lanes) {
    if (lanes > MAX_LANES || id.length() > 8 + places(lanes) * 2 * MAX_VARINT) {
      return Optional.empty();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
      if (get(in) != VERSION || get(in) != lanes) {
        return Optional.empty();
      }
      long[] places = new long[places(lanes)];
      for (int i = 0; i < places.length; i++) {
        places[i] = get(in);
      }
      return in.hasRemaining() ? Optional.empty() : Optional.of(new Position(places));
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static int places(int lanes) {
    return SOURCES * lanes;
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private static void put(ByteBuffer out, long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long get(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < MAX_VARINT; i++) {
      int next = in.get();
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 63 bits");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position position && Arrays.equals(places, position.places);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(places);
  }

  @Override
  public String toString() {
    return "Position" + Arrays.toString(places);
  }
}
