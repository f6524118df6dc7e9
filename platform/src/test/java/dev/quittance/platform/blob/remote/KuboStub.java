package dev.quittance.platform.blob.remote;

import com.sun.net.httpserver.HttpExchange;
import dev.quittance.platform.blob.ipfs.Cid;
import dev.quittance.platform.blob.ipfs.Cid.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The part of kubo's RPC that a blob store needs, with its ways: POST only, one status for all
 * failures, lines of JSON, files laid out from the root downwards.
 */
final class KuboStub extends StubServer {
  private static final int WIDTH = 174;

  private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
  private volatile UnaryOperator<byte[]> keeping = UnaryOperator.identity();
  private volatile UnaryOperator<byte[]> giving = UnaryOperator.identity();

  /** A part of a file as links to it have it. */
  private record Part(Cid cid, long fileBytes, long treeBytes) {}

  @Override
  Reply answer(HttpExchange exchange, byte[] body) {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.json(405, "405 - Method Not Allowed");
    }
    Map<String, String> query = query(exchange.getRequestURI().getQuery());
    return switch (exchange.getRequestURI().getPath()) {
      case "/api/v0/block/put" -> putBlock(keeping.apply(file(exchange, body, "data")), query);
      case "/api/v0/add" -> add(keeping.apply(file(exchange, body, "file")), query);
      case "/api/v0/cat" -> cat(query.getOrDefault("arg", ""));
      default -> Reply.json(404, "404 page not found");
    };
  }

  void keeping(UnaryOperator<byte[]> changed) {
    keeping = changed;
  }

  void giving(UnaryOperator<byte[]> changed) {
    giving = changed;
  }

  void forget() {
    blocks.clear();
  }

  private Reply putBlock(byte[] block, Map<String, String> query) {
    if (!query.getOrDefault("cid-codec", "").equals("raw")
        || !query.getOrDefault("mhtype", "sha2-256").equals("sha2-256")) {
      return failure("unrecognized option");
    }
    Cid cid = keep(Codec.RAW, block);
    return Reply.json(200, "{\"Key\":\"%s\",\"Size\":%d}\n".formatted(cid, block.length));
  }

  private Reply add(byte[] content, Map<String, String> query) {
    if (!query.getOrDefault("cid-version", "0").equals("1")
        || !query.getOrDefault("raw-leaves", "false").equals("true")) {
      return failure("this stub makes version 1 with raw leaves only");
    }
    int chunk = Integer.parseInt(query.getOrDefault("chunker", "size-262144").substring(5));
    String root = add(content, chunk);
    return Reply.json(
        200,
        "{\"Name\":\"payload\",\"Bytes\":%d}\n{\"Name\":\"%s\",\"Hash\":\"%s\",\"Size\":\"%d\"}\n"
            .formatted(content.length, root, root, content.length));
  }

  /** Keeps a file in chunks of this size, and gives its identifier. */
  String add(byte[] content, int chunk) {
    List<Part> leaves = new ArrayList<>();
    for (int from = 0; from == 0 || from < content.length; from += chunk) {
      byte[] leaf = Arrays.copyOfRange(content, from, Math.min(content.length, from + chunk));
      leaves.add(new Part(keep(Codec.RAW, leaf), leaf.length, leaf.length));
    }
    int depth = 0;
    for (long room = 1; room < leaves.size(); room *= WIDTH) {
      depth++;
    }
    return fill(leaves, depth).cid().toString();
  }

  /** The tree of a depth over leaves that it has room for. */
  private Part fill(List<Part> leaves, int depth) {
    if (depth == 0) {
      return leaves.getFirst();
    }
    int room = (int) Math.pow(WIDTH, depth - 1);
    List<Part> children = new ArrayList<>();
    for (int from = 0; from < leaves.size(); from += room) {
      children.add(fill(leaves.subList(from, Math.min(leaves.size(), from + room)), depth - 1));
    }
    ByteArrayOutputStream links = new ByteArrayOutputStream();
    ByteArrayOutputStream sizes = new ByteArrayOutputStream();
    long fileBytes = 0;
    long treeBytes = 0;
    for (Part child : children) {
      byte[] cid = child.cid().toByteArray();
      byte[] link =
          join(new byte[] {0x0a, 36}, cid, new byte[] {0x12, 0, 0x18}, varint(child.treeBytes()));
      links.writeBytes(join(new byte[] {0x12}, varint(link.length), link));
      sizes.writeBytes(join(new byte[] {0x20}, varint(child.fileBytes())));
      fileBytes += child.fileBytes();
      treeBytes += child.treeBytes();
    }
    byte[] data = join(new byte[] {0x08, 2, 0x18}, varint(fileBytes), sizes.toByteArray());
    byte[] block = join(links.toByteArray(), new byte[] {0x0a}, varint(data.length), data);
    return new Part(keep(Codec.DAG_PB, block), fileBytes, treeBytes + block.length);
  }

  private Reply cat(String cid) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    return write(cid, content)
        ? new Reply(200, giving.apply(content.toByteArray()))
        : failure("block was not found locally (offline): ipld: could not find " + cid);
  }

  private boolean write(String cid, ByteArrayOutputStream content) {
    byte[] block = blocks.get(cid);
    if (block == null) {
      return false;
    }
    if (cid.startsWith("bafkrei")) {
      content.writeBytes(block);
      return true;
    }
    // Each link: tag, length, then tag, 36 and the identifier.
    for (int at = 0; block[at] == 0x12; at += 2 + block[at + 1]) {
      byte[] child = Arrays.copyOfRange(block, at + 4, at + 40);
      if (!write(text(child), content)) {
        return false;
      }
    }
    return true;
  }

  private String text(byte[] cid) {
    return blocks.keySet().stream()
        .filter(name -> Arrays.equals(Cid.parse(name).orElseThrow().toByteArray(), cid))
        .findFirst()
        .orElse("");
  }

  private Cid keep(Codec codec, byte[] block) {
    Cid cid = Cid.of(codec, block);
    blocks.put(cid.toString(), block);
    return cid;
  }

  private static Reply failure(String message) {
    return Reply.json(
        500, "{\"Message\":\"%s\",\"Code\":0,\"Type\":\"error\"}\n".formatted(message));
  }

  /** What stands in the field of a multipart form that has one. */
  private static byte[] file(HttpExchange exchange, byte[] body, String field) {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    byte[] end =
        ("\r\n--" + type.substring(type.indexOf("boundary=") + 9) + "--\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("\r\n\r\n") + 4;
    if (!text.substring(0, from).contains("name=\"" + field + "\"; filename=")
        || !Arrays.equals(end, Arrays.copyOfRange(body, body.length - end.length, body.length))) {
      throw new IllegalArgumentException("not a form with a file " + field);
    }
    return Arrays.copyOfRange(body, from, body.length - end.length);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return query;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long rest = value;
    for (; rest >= 128; rest /= 128) {
      bytes.write((int) (rest % 128 + 128));
    }
    bytes.write((int) rest);
    return bytes.toByteArray();
  }
}
