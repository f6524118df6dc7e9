package dev.quittance.receipts.disclosure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Hkdf;
import dev.quittance.receipts.merkle.MerkleTree;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The details of one receipt as a tree of salted fields, of which any may be disclosed alone.
 * Immutable, thread-safe.
 */
public final class FieldTree {

  private static final String SALT_INFO = "quittance-field/v1\n";

  private final List<FieldLeaf> fields;
  private final MerkleTree tree;

  private FieldTree(List<FieldLeaf> fields) {
    this.fields = fields;
    this.tree = MerkleTree.of(fields.stream().map(FieldLeaf::leafHash).toList());
  }

  /**
   * The tree of details.
   *
   * @param master 32 random bytes, for this receipt only; whoever has them knows all salts
   * @param values canonical JSON values by JSON pointer
   * @throws IllegalArgumentException if a pointer or value is malformed, or one pointer leads into
   *     the value of another
   */
  public static FieldTree of(Bytes32 master, Map<String, String> values) {
    requireDisjoint(values.keySet());
    Hkdf.Extracted salts = Hkdf.extract(master);
    return new FieldTree(
        values.entrySet().stream()
            .map(v -> new FieldLeaf(v.getKey(), v.getValue(), salt(salts, v.getKey())))
            .sorted(Comparator.comparing(FieldLeaf::pathBytes))
            .toList());
  }

  /** HKDF-SHA-256 of the master for one path. */
  static Bytes32 salt(Bytes32 master, String path) {
    return salt(Hkdf.extract(master), path);
  }

  private static Bytes32 salt(Hkdf.Extracted master, String path) {
    return master.expand((SALT_INFO + path).getBytes(UTF_8));
  }

  private static void requireDisjoint(Set<String> paths) {
    Set<String> all = new HashSet<>(paths);
    for (String path : paths) {
      for (int end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
        String parent = path.substring(0, end);
        if (all.contains(parent)) {
          throw new IllegalArgumentException("'%s' is inside of '%s'".formatted(path, parent));
        }
      }
    }
  }

  /** The receipt's detailsRoot. */
  public Bytes32 root() {
    return tree.root();
  }

  /** The fields, sorted by the bytes of their paths. */
  public List<FieldLeaf> fields() {
    return fields;
  }

  /** The disclosure of one field; empty if there is none at the path. */
  public Optional<Disclosure> disclose(String path) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).path().equals(path)) {
        return Optional.of(new Disclosure(fields.get(i), tree.inclusionProof(i)));
      }
    }
    return Optional.empty();
  }
}
