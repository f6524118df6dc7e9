package dev.quittance.webhooks.avro;

import dev.quittance.webhooks.domain.Delivering.Standing;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.Message.State;
import dev.quittance.webhooks.domain.Overflow;
import dev.quittance.webhooks.domain.Pace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Endpoints and messages in the stores: a version, then what is known. */
public final class StoredCodec {
  private static final int VERSION = 2;

  /** Endpoints had no overflow; messages were as they are. */
  private static final int WITHOUT_OVERFLOW = 1;

  private StoredCodec() {}

  /** The bytes of an endpoint and its pace. */
  public static byte[] encode(Standing standing) {
    return bytes(out -> {
      Endpoint endpoint = standing.endpoint();
      out.writeUTF(endpoint.id());
      out.writeUTF(endpoint.tenant());
      out.writeUTF(endpoint.url());
      out.writeInt(endpoint.events().size());
      for (String type : endpoint.events()) {
        out.writeUTF(type);
      }
      out.writeInt(endpoint.secretVersion());
      out.writeLong(endpoint.rotatedAtMs());
      out.writeUTF(endpoint.disabled().orElse(""));
      out.writeLong(endpoint.createdAtMs());
      Pace pace = standing.pace();
      out.writeInt(pace.window());
      out.writeInt(pace.underWay());
      out.writeLong(pace.pausedUntilMs());
      out.writeLong(pace.failingSinceMs());
      out.writeLong(endpoint.overflow().fromMs());
      out.writeLong(endpoint.overflow().untilMs());
    });
  }

  /** The endpoint of these bytes. */
  public static Standing standing(byte[] stored) {
    return read(
        stored,
        (in, version) -> {
          Endpoint endpoint =
              new Endpoint(
                  in.readUTF(),
                  in.readUTF(),
                  in.readUTF(),
                  texts(in),
                  in.readInt(),
                  in.readLong(),
                  Optional.of(in.readUTF()).filter(why -> !why.isEmpty()),
                  in.readLong(),
                  Overflow.NONE);
          Pace pace = new Pace(in.readInt(), in.readInt(), in.readLong(), in.readLong());
          return version == WITHOUT_OVERFLOW
              ? new Standing(endpoint, pace)
              : new Standing(
                  endpoint.overflowing(new Overflow(in.readLong(), in.readLong())), pace);
        });
  }

  /** The bytes of a message. */
  public static byte[] encode(Message message) {
    return bytes(out -> {
      out.writeUTF(message.id());
      out.writeUTF(message.type());
      out.writeInt(message.attempts());
      out.writeInt(message.round());
      out.writeByte(number(message.state()));
      out.writeLong(message.atMs());
      out.write(message.body().getBytes(StandardCharsets.UTF_8));
    });
  }

  /** The message of these bytes. */
  public static Message message(byte[] stored) {
    return read(
        stored,
        (in, _) -> {
          String id = in.readUTF();
          String type = in.readUTF();
          int attempts = in.readInt();
          int round = in.readInt();
          State state = state(in.readByte());
          long atMs = in.readLong();
          String body = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          return new Message(id, type, body, attempts, round, state, atMs);
        });
  }

  private static int number(State state) {
    return switch (state) {
      case WAITING -> 0;
      case UNDER_WAY -> 1;
      case DELIVERED -> 2;
      case GIVEN_UP -> 3;
      case OVERFLOWED -> 4;
    };
  }

  private static State state(int number) {
    return switch (number) {
      case 0 -> State.WAITING;
      case 1 -> State.UNDER_WAY;
      case 2 -> State.DELIVERED;
      case 3 -> State.GIVEN_UP;
      case 4 -> State.OVERFLOWED;
      default -> throw new IllegalStateException("a message in state " + number);
    };
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  /** Writes what stands after the version. */
  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Reads what stands after the version. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(DataInputStream in, int version) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] stored, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      int version = in.readByte();
      if (version != VERSION && version != WITHOUT_OVERFLOW) {
        throw new IllegalStateException("an entry of version " + version + " is in the store");
      }
      return reading.from(in, version);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
