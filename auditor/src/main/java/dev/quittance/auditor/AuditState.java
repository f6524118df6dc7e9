package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * How far an audit is, in a file that a later one goes on from. Written every now and then, whole
 * and at once: after any end of the process the file is a good one. Thread-safe.
 *
 * <p>The file: {@code QTAS}, u32 version 4, the 32-byte identity of what is audited, u32 parts,
 * each a u16 length and name and a u32 length and bytes; SHA-256 of all that.
 */
final class AuditState {
  private static final byte[] MAGIC = "QTAS".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 4;
  private static final long INTERVAL_NS = 2_000_000_000;

  private final Optional<Path> file;
  private final Bytes32 identity;
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
  private final Map<String, Long> written = new ConcurrentHashMap<>();
  private long savedNs = System.nanoTime();

  private AuditState(Optional<Path> file, Bytes32 identity) {
    this.file = file;
    this.identity = identity;
  }

  /** One that nothing is kept of. */
  static AuditState none() {
    return new AuditState(Optional.empty(), Bytes32.ZERO);
  }

  /** Begins anew, and keeps how far it is in a file. */
  static AuditState begin(Path file, Bytes32 identity) {
    AuditState state = new AuditState(Optional.of(file), identity);
    state.save();
    return state;
  }

  /**
   * Goes on from a file.
   *
   * @throws IllegalArgumentException if it is of another log or was cut off; with what to do
   */
  static AuditState resume(Path file, Bytes32 identity) {
    AuditState state = new AuditState(Optional.of(file), identity);
    try {
      state.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s can't be read (%s); audit without --resume".formatted(file, e.getMessage()), e);
    }
    return state;
  }

  private void read(byte[] all) throws IOException {
    int length = all.length - Bytes32.SIZE;
    if (length < 0
        || !Sha256.hash(Arrays.copyOf(all, length))
            .equals(Bytes32.wrap(Arrays.copyOfRange(all, length, all.length)))) {
      throw new IOException("it is cut off or was changed");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(all, 0, length));
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC) || in.readInt() != VERSION) {
      throw new IOException("it is of another version");
    }
    if (!Bytes32.wrap(in.readNBytes(Bytes32.SIZE)).equals(identity)) {
      throw new IOException("it is of an audit of another log or export");
    }
    for (int left = in.readInt(); left > 0; left--) {
      parts.put(in.readUTF(), in.readNBytes(in.readInt()));
    }
  }

  /** How far the replay of a partition is. */
  Optional<byte[]> lane(int partition) {
    return Optional.ofNullable(parts.get("lane/" + partition));
  }

  /** Takes down how far the replay of a partition is. */
  void putLane(int partition, Supplier<byte[]> snapshot) {
    if (file.isPresent()) {
      put("lane/" + partition, snapshot.get());
    }
  }

  /** The same, if it is some time since it was done last. */
  void offerLane(int partition, Supplier<byte[]> snapshot) {
    String part = "lane/" + partition;
    boolean isTime =
        System.nanoTime() - written.computeIfAbsent(part, _ -> System.nanoTime()) > INTERVAL_NS;
    if (file.isPresent() && isTime) {
      put(part, snapshot.get());
      saveNowAndThen();
    }
  }

  /** What came of the orders of a partition, if they have all been looked at. */
  Optional<LineReplay.Audited> line(int partition) {
    return Optional.ofNullable(parts.get("line/" + partition)).map(LineSnapshots::read);
  }

  /** Takes down what came of the orders of a partition. */
  void putLine(int partition, LineReplay.Audited audited) {
    if (file.isPresent()) {
      put("line/" + partition, LineSnapshots.write(audited));
      saveNowAndThen();
    }
  }

  private void put(String part, byte[] bytes) {
    parts.put(part, bytes);
    written.put(part, System.nanoTime());
  }

  private synchronized void saveNowAndThen() {
    if (System.nanoTime() - savedNs > INTERVAL_NS) {
      save();
    }
  }

  /** Writes the file. */
  synchronized void save() {
    file.ifPresent(target -> {
      try {
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        Files.write(draft, bytes());
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException("can't keep how far the audit is in " + target, e);
      }
    });
    savedNs = System.nanoTime();
  }

  private byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(MAGIC);
    out.writeInt(VERSION);
    out.write(identity.toByteArray());
    Map<String, byte[]> now = new TreeMap<>(parts);
    out.writeInt(now.size());
    for (Map.Entry<String, byte[]> part : now.entrySet()) {
      out.writeUTF(part.getKey());
      out.writeInt(part.getValue().length);
      out.write(part.getValue());
    }
    out.write(Sha256.hash(bytes.toByteArray()).toByteArray());
    return bytes.toByteArray();
  }

  /** Removes the file: the audit is over. */
  synchronized void remove() {
    file.ifPresent(target -> {
      try {
        Files.deleteIfExists(target);
      } catch (IOException e) {
        throw new UncheckedIOException("can't remove " + target, e);
      }
    });
  }
}
