package dev.quittance.acceptance.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.platform.kafka.KafkaAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Secrets that a run was given, and the search for them in whatever it left: plain, in hexadecimal
 * and in base64, wherever in the encoded bytes they begin.
 */
public final class PlantedSecrets {
  private static final int FILE_BYTES = 4 << 20;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Needles needles = new Needles();
  private final Set<String> names = new TreeSet<>();

  /**
   * A secret that was found.
   *
   * @param secret its name, never itself
   * @param form how it was written
   * @param where file, or topic with partition and offset
   */
  public record Found(String secret, String form, String where) {
    @Override
    public String toString() {
      return secret + " as " + form + " in " + where;
    }
  }

  /** What a scan has seen. */
  public record Scanned(int topics, long records, int files, long bytes, List<Found> found) {}

  /** Looks for a text of at least 16 characters. */
  public PlantedSecrets plant(String name, String text) {
    return plant(name, text.getBytes(UTF_8));
  }

  /** Looks for at least 16 bytes. */
  public PlantedSecrets plant(String name, byte[] secret) {
    if (secret.length < 16) {
      throw new IllegalArgumentException(name + " is so short that it may occur by chance");
    }
    names.add(name);
    SecretForms.of(secret)
        .forEach((form, bytes) -> needles.add(new Needles.Needle(name, form, bytes)));
    return this;
  }

  /** The names of all that is looked for. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** The secrets in these bytes. */
  public List<Found> in(String where, byte[] content) {
    return needles.in(content, content.length).stream()
        .map(needle -> new Found(needle.secret(), needle.form(), where))
        .toList();
  }

  /**
   * The secrets in all files below a folder, and in their names.
   *
   * @param homes files in which a secret is meant to be
   */
  public Scanned inFiles(Path root, Set<Path> homes) throws IOException {
    List<Found> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).filter(file -> !homes.contains(file)).toList();
    }
    long bytes = 0;
    for (Path file : files) {
      found.addAll(in("the name of " + file, file.toString().getBytes(UTF_8)));
      bytes += scan(file, found);
    }
    return new Scanned(0, 0, files.size(), bytes, List.copyOf(found));
  }

  /** The secrets in all records of all topics, those of aborted transactions included. */
  public Scanned inTopics(KafkaAccess kafka) {
    List<Found> found = new ArrayList<>();
    Set<String> topics = topics(kafka);
    long records = 0;
    long bytes = 0;
    for (String topic : topics) {
      for (ConsumerRecord<byte[], byte[]> record : everyRecordOf(kafka, topic)) {
        String where = topic + "-" + record.partition() + "@" + record.offset();
        for (byte[] part : parts(record)) {
          found.addAll(in(where, part));
          bytes += part.length;
        }
        records++;
      }
    }
    return new Scanned(topics.size(), records, 0, bytes, List.copyOf(found));
  }

  private long scan(Path file, List<Found> found) throws IOException {
    int overlap = needles.longest() - 1;
    byte[] buffer = new byte[overlap + FILE_BYTES];
    long total = 0;
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.readNBytes(buffer, 0, FILE_BYTES);
          read > 0;
          read = in.readNBytes(buffer, kept, FILE_BYTES)) {
        total += read;
        int length = kept + read;
        needles
            .in(buffer, length)
            .forEach(
                needle -> found.add(new Found(needle.secret(), needle.form(), file.toString())));
        kept = Math.min(overlap, length);
        System.arraycopy(buffer, length - kept, buffer, 0, kept);
      }
    } catch (java.nio.file.NoSuchFileException _) {
      // A process that is at work has removed it since the folder was listed.
      return total;
    }
    return total;
  }

  private static List<byte[]> parts(ConsumerRecord<byte[], byte[]> record) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(record.key());
    parts.add(record.value());
    for (Header header : record.headers()) {
      parts.add(header.key().getBytes(ISO_8859_1));
      parts.add(header.value());
    }
    parts.removeIf(part -> part == null);
    return parts;
  }

  private static Set<String> topics(KafkaAccess kafka) {
    try (Admin admin = kafka.admin()) {
      return new TreeSet<>(
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("the topics can't be listed", e);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> everyRecordOf(
      KafkaAccess kafka, String topic) {
    Map<String, Object> settings = new HashMap<>(kafka.settings());
    settings.put("isolation.level", "read_uncommitted");
    settings.put("enable.auto.commit", false);
    settings.put("exclude.internal.topics", false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }

  /** Finds many byte strings in one pass, by their first four bytes. */
  private static final class Needles {
    private static final int HEAD = 4;
    private static final int SLOTS = 1 << 16;
    private static final int BLOCK = 4096;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final Map<Integer, List<Needle>> byHead = new HashMap<>();
    private final boolean[] isUsed = new boolean[SLOTS];
    private int longest = HEAD;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Needle(String secret, String form, byte[] bytes) {}

    void add(Needle needle) {
      int head = 0;
      for (int i = 0; i < HEAD; i++) {
        head = (head << Byte.SIZE) | (needle.bytes()[i] & 0xff);
      }
      byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(needle);
      isUsed[slot(head)] = true;
      longest = Math.max(longest, needle.bytes().length);
    }

    int longest() {
      return longest;
    }

    List<Needle> in(byte[] content, int length) {
      List<Needle> found = new ArrayList<>();
      int head = 0;
      for (int block = 0; block < length; block += BLOCK) {
        int end = Math.min(length, block + BLOCK);
        // Most of a broker's files is zeros that were never written.
        if (end - block == BLOCK && Arrays.equals(content, block, end, ZEROS, 0, BLOCK)) {
          head = 0;
          continue;
        }
        for (int i = block; i < end; i++) {
          head = (head << Byte.SIZE) | (content[i] & 0xff);
          if (isUsed[slot(head)] && i >= HEAD - 1) {
            find(head, content, i - HEAD + 1, length, found);
          }
        }
      }
      return found;
    }

    private void find(int head, byte[] content, int from, int length, List<Needle> found) {
      List<Needle> candidates = byHead.get(head);
      if (candidates == null) {
        return;
      }
      for (Needle needle : candidates) {
        if (isAt(needle.bytes(), content, from, length)) {
          found.add(needle);
        }
      }
    }

    private static boolean isAt(byte[] needle, byte[] content, int from, int length) {
      int to = from + needle.length;
      return to <= length && Arrays.equals(needle, 0, needle.length, content, from, to);
    }

    private static int slot(int head) {
      return (head * 0x9e3779b1) >>> 16;
    }
  }
}
