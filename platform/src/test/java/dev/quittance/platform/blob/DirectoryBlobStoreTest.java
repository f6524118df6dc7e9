package dev.quittance.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.deadletters.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectoryBlobStoreTest {
  /** SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
  private static final String ABC_HASH =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private DirectoryBlobStore store;

  @BeforeEach
  void open() {
    store = new DirectoryBlobStore(folder.resolve("blobs"));
  }

  private Path abcFile() {
    return folder.resolve("blobs").resolve("ba").resolve(ABC_HASH);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void payloadIsStoredUnderItsHash() throws IOException {
    byte[] hash = store.put(ABC);

    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(ABC_HASH);
    assertThat(abcFile()).hasBinaryContent(ABC);
    assertThat(store.contains(hash)).isTrue();
    assertThat(store.get(hash)).contains(ABC);
    assertThat(files()).containsExactly(abcFile());
  }

  @Test
  void emptyPayloadIsAPayload() {
    assertThat(store.get(store.put(new byte[0]))).contains(new byte[0]);
  }

  @Test
  void unknownHashHasNothing() {
    assertThat(store.get(new byte[32])).isEmpty();
    assertThat(store.contains(new byte[32])).isFalse();
  }

  @Test
  void storingAgainChangesNothing() throws IOException {
    store.put(ABC);
    var written = Files.getLastModifiedTime(abcFile());
    Object inode = Files.getAttribute(abcFile(), "unix:ino");

    store.put(ABC);

    assertThat(Files.getAttribute(abcFile(), "unix:ino")).isEqualTo(inode);
    assertThat(Files.getLastModifiedTime(abcFile())).isEqualTo(written);
  }

  @Test
  void concurrentPutsAllSucceedAndLeaveOneFileEach() throws Exception {
    List<Callable<byte[]>> puts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] payload = new byte[10_000 + i % 20];
      puts.add(() -> new DirectoryBlobStore(folder.resolve("blobs")).put(payload));
    }

    List<Future<byte[]>> hashes;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      hashes = threads.invokeAll(puts);
    }

    for (int i = 0; i < hashes.size(); i++) {
      assertThat(store.get(hashes.get(i).get())).contains(new byte[10_000 + i % 20]);
    }
    assertThat(files()).hasSize(20);
  }

  @Test
  void whatACrashLeftBesideIsIgnored() throws IOException {
    Files.createDirectories(abcFile().getParent());
    Files.write(abcFile().resolveSibling("partial-1234.tmp"), new byte[] {'a', 'b'});
    byte[] hash = HexFormat.of().parseHex(ABC_HASH);

    assertThat(store.contains(hash)).isFalse();
    assertThat(store.get(hash)).isEmpty();
    assertThat(store.put(ABC)).isEqualTo(hash);
    assertThat(store.get(hash)).contains(ABC);
  }

  @Test
  void corruptedContentIsNotGivenOut() throws IOException {
    byte[] hash = store.put(ABC);
    Files.write(abcFile(), new byte[] {'a', 'b', 'd'});

    assertThatThrownBy(() -> store.get(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't read a payload")
        .cause()
        .hasMessage("the content of " + abcFile() + " is not what its name says");
  }

  @Test
  void directoryThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a directory");

    assertThatThrownBy(() -> new DirectoryBlobStore(file).put(ABC))
        .isInstanceOf(BlobStoreUnavailable.class)
        .hasMessage("can't store a payload in " + file)
        .satisfies(failure ->
            assertThat(Fault.of(failure)).as("it is waited for").isEqualTo(Fault.TRANSIENT));
  }

  @Test
  void whatIsPublishedKeepsItsNameAndItsContent() {
    String name = "log/1-2/0/7/tile/0/x001/234.p/5";
    assertThat(store.published(name)).isEmpty();
    assertThat(store.publish(name, ABC)).isEqualTo(BlobStore.Publication.STORED);
    assertThat(store.publish(name, ABC)).isEqualTo(BlobStore.Publication.SAME);
    assertThat(store.publish(name, new byte[3])).isEqualTo(BlobStore.Publication.DIFFERENT);
    assertThat(store.published(name)).contains(ABC);
    assertThat(store.publish("log/1-2/0/7/tile/0/x001/234", ABC))
        .isEqualTo(BlobStore.Publication.STORED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/../b", ".a", "a/.b", "A", "a b"})
  void namesStayBelowTheDirectory(String name) {
    assertThatThrownBy(() -> store.publish(name, ABC)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.published(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
