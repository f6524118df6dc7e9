package dev.quittance.platform.blob.ipfs;

import dev.quittance.platform.blob.ipfs.Cid.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The identifier under which IPFS knows a file (UnixFS 1): what {@code ipfs add --cid-version=1
 * --raw-leaves --chunker=size-262144} names it.
 *
 * <p>A file of one chunk is that chunk, raw. A larger one is a tree of chunks, balanced and at most
 * 174 wide, whose nodes are dag-pb. Pure.
 */
public final class UnixFs {
  /** Bytes of a chunk. */
  public static final int CHUNK_BYTES = 262_144;

  /** Links of a node, at most. */
  static final int WIDTH = 174;

  private static final int TYPE_FILE = 2;

  private UnixFs() {}

  /**
   * A tree that a node can link to.
   *
   * @param cid of its root
   * @param fileBytes bytes of the file below it
   * @param treeBytes bytes of all its blocks
   */
  record Tree(Cid cid, long fileBytes, long treeBytes) {}

  /** The identifier of a file with this content. */
  public static Cid cid(byte[] content) {
    List<Tree> level = new ArrayList<>();
    for (int from = 0; from == 0 || from < content.length; from += CHUNK_BYTES) {
      int to = Math.min(content.length, from + CHUNK_BYTES);
      level.add(
          new Tree(Cid.of(Codec.RAW, Arrays.copyOfRange(content, from, to)), to - from, to - from));
    }
    while (level.size() > 1) {
      level = parents(level);
    }
    return level.getFirst().cid();
  }

  private static List<Tree> parents(List<Tree> level) {
    List<Tree> parents = new ArrayList<>();
    for (int from = 0; from < level.size(); from += WIDTH) {
      parents.add(node(level.subList(from, Math.min(level.size(), from + WIDTH))));
    }
    return parents;
  }

  /** A node of a file over its parts. */
  static Tree node(List<Tree> parts) {
    Protobuf file = new Protobuf().number(1, TYPE_FILE);
    file.number(3, parts.stream().mapToLong(Tree::fileBytes).sum());
    parts.forEach(part -> file.number(4, part.fileBytes()));
    // Links stand before the data, against their field numbers: dag-pb wants it so.
    Protobuf node = new Protobuf();
    for (Tree part : parts) {
      Protobuf link = new Protobuf().bytes(1, part.cid().toByteArray());
      node.bytes(2, link.bytes(2, new byte[0]).number(3, part.treeBytes()).toByteArray());
    }
    byte[] block = node.bytes(1, file.toByteArray()).toByteArray();
    return new Tree(
        Cid.of(Codec.DAG_PB, block),
        parts.stream().mapToLong(Tree::fileBytes).sum(),
        block.length + parts.stream().mapToLong(Tree::treeBytes).sum());
  }
}
