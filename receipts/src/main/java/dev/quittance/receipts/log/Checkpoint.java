package dev.quittance.receipts.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Ed25519;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A tree head of the anchor log: a C2SP tlog-checkpoint inside a C2SP signed note.
 *
 * @param origin the log's name
 * @param size number of anchors
 * @param root root over their hashes
 */
public record Checkpoint(String origin, long size, Bytes32 root) {

  private static final String SIGNATURE_PREFIX = "\u2014 ";
  private static final int KEY_HASH_SIZE = 4;
  private static final int BODY_LINES = 3;

  /** Checks the origin's form and that the size is not negative. */
  public Checkpoint {
    Origins.require(origin);
    if (size < 0) {
      throw new IllegalArgumentException("size must not be negative: " + size);
    }
  }

  /** The note's text: origin, size and root, a line each. */
  public String body() {
    return "%s\n%d\n%s\n".formatted(origin, size, base64(root.toByteArray()));
  }

  /** The signed note, with the key named after the origin. */
  public String sign(Bytes32 seed) {
    return sign(origin, seed);
  }

  /** The signed note, with a key of another name. */
  String sign(String keyName, Bytes32 seed) {
    Bytes signature = Ed25519.sign(body().getBytes(UTF_8), seed);
    byte[] named =
        ByteBuffer.allocate(KEY_HASH_SIZE + Ed25519.SIGNATURE_SIZE)
            .put(VerifierKey.ofSeed(keyName, seed).keyHash())
            .put(signature.asBuffer())
            .array();
    return body() + "\n" + SIGNATURE_PREFIX + keyName + " " + base64(named) + "\n";
  }

  /**
   * Reads a signed note and checks it: exactly three lines of text in their one spelling, signature
   * lines in good form, at least one by the key and none by it that is wrong. Signatures of other
   * keys (witnesses) are left alone.
   *
   * @return the checkpoint; empty if anything is amiss
   */
  public static Optional<Checkpoint> verify(String note, VerifierKey key) {
    return read(note, key).filter(checkpoint -> checkpoint.origin.equals(key.name()));
  }

  /** As {@link #verify}, whatever origin the text names. */
  static Optional<Checkpoint> read(String note, VerifierKey key) {
    int split = note.indexOf("\n\n");
    if (split < 0 || !note.endsWith("\n")) {
      return Optional.empty();
    }
    String body = note.substring(0, split + 1);
    List<String> lines = note.substring(split + 2).lines().toList();
    String signatures = String.join("\n", lines) + "\n";
    if (!note.equals(body + "\n" + signatures)) {
      return Optional.empty();
    }
    try {
      boolean signed = isSigned(body.getBytes(UTF_8), lines, key);
      return signed ? parseBody(body) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isSigned(byte[] body, List<String> signatureLines, VerifierKey key) {
    boolean signed = false;
    for (String line : signatureLines) {
      NoteSignature signature = NoteSignature.parse(line);
      if (signature.isBy(key)) {
        if (!Ed25519.verify(body, signature.bytes(), key.publicKey())) {
          return false;
        }
        signed = true;
      }
    }
    return signed;
  }

  private static Optional<Checkpoint> parseBody(String body) {
    String[] lines = body.split("\n", -1);
    if (lines.length != BODY_LINES + 1) {
      return Optional.empty();
    }
    Bytes32 root = Bytes32.wrap(StrictBase64.decode(lines[2]));
    Checkpoint checkpoint = new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    return checkpoint.body().equals(body) ? Optional.of(checkpoint) : Optional.empty();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** One signature line of a note: {@code — name base64(key hash ‖ signature)}. */
  private record NoteSignature(String name, Bytes keyHash, Bytes bytes) {

    static NoteSignature parse(String line) {
      int space = line.indexOf(' ', SIGNATURE_PREFIX.length());
      if (!line.startsWith(SIGNATURE_PREFIX) || space < 0) {
        throw new IllegalArgumentException("not a signature line: " + line);
      }
      String name = line.substring(SIGNATURE_PREFIX.length(), space);
      Origins.require(name);
      byte[] named = StrictBase64.decode(line.substring(space + 1));
      if (named.length <= KEY_HASH_SIZE) {
        throw new IllegalArgumentException("a signature without bytes: " + line);
      }
      return new NoteSignature(
          name,
          Bytes.wrap(Arrays.copyOf(named, KEY_HASH_SIZE)),
          Bytes.wrap(Arrays.copyOfRange(named, KEY_HASH_SIZE, named.length)));
    }

    boolean isBy(VerifierKey key) {
      return name.equals(key.name()) && keyHash.equals(Bytes.wrap(key.keyHash()));
    }
  }
}
