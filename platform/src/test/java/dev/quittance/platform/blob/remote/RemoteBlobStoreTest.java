package dev.quittance.platform.blob.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.blob.BlobStoreUnavailable;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.blob.ipfs.UnixFs;
import dev.quittance.platform.blob.remote.StubServer.Trouble;
import dev.quittance.platform.deadletters.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RemoteBlobStoreTest {
  private static final byte[] RESULT = "{\"output\":\"done\"}".getBytes(UTF_8);
  private static final Patience QUICK =
      new Patience(Duration.ofMinutes(1), 3, Duration.ofMillis(1), Duration.ofMillis(2), 1 << 26);

  /** For servers that take longer than this. */
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), 20, Duration.ofMillis(1), Duration.ofMillis(2), 1 << 26);

  private final PostStub post = new PostStub();
  private final KuboStub kubo = new KuboStub();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    post.close();
    kubo.close();
  }

  private BlobStore http(String directory) {
    return http(directory, Optional.of(PostStub.TOKEN));
  }

  private BlobStore http(String directory, Optional<String> token) {
    return new RemoteBlobStore(local(directory), new HttpStore(post.at("/upload"), token, QUICK));
  }

  private BlobStore ipfs(String directory) {
    return new RemoteBlobStore(
        local(directory), new IpfsStore(kubo.at(""), Optional.empty(), QUICK));
  }

  private BlobStore local(String directory) {
    return new DirectoryBlobStore(folder.resolve(directory));
  }

  private static String hex(byte[] hash) {
    return "0x" + HexFormat.of().formatHex(hash);
  }

  @Test
  void nothingIsSentBeforeAUriIsAskedFor() {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    assertThat(store.get(hash)).contains(RESULT);
    assertThat(post.calls()).isEmpty();

    assertThat(store.uriOf(hash)).contains(post.at("/results/1"));
    assertThat(store.uriOf(hash)).contains(post.at("/results/1"));

    assertThat(post.calls()).containsExactly("POST /upload", "GET /results/1");
  }

  @Test
  void processesOfOneDirectoryCiteOneUri() {
    byte[] hash = http("a").put(RESULT);
    assertThat(http("a").uriOf(hash)).isEqualTo(http("a").uriOf(hash));
  }

  @Test
  void whatIsNotStoredHasNoUri() {
    assertThat(http("a").uriOf(new byte[32])).isEmpty();
    assertThat(ipfs("a").uriOf(new byte[32])).isEmpty();
    assertThat(local("a").uriOf(new byte[32])).isEmpty();
  }

  @Test
  void aDirectoryGivesFiles() {
    byte[] hash = local("a").put(RESULT);
    assertThat(local("a").uriOf(hash).orElseThrow().toString())
        .startsWith("file:///")
        .endsWith("/" + HexFormat.of().formatHex(hash));
  }

  @Test
  void whatIsNotAtHandAnyMoreIsReadBackAndKept() throws IOException {
    byte[] hash = ipfs("a").put(RESULT);
    URI uri = ipfs("a").uriOf(hash).orElseThrow();
    assertThat(uri).hasToString("ipfs://" + UnixFs.cid(RESULT));
    lose("a", hash);

    assertThat(ipfs("a").contains(hash)).isTrue();
    assertThat(ipfs("a").get(hash)).contains(RESULT);
    kubo.forget();
    assertThat(ipfs("a").get(hash)).as("it is at hand again").contains(RESULT);
    lose("a", hash);
    assertThat(ipfs("a").get(hash)).as("it is lost in both places").isEmpty();
  }

  @Test
  void whatWasNeverSentIsNotLookedFor() {
    assertThat(ipfs("a").get(new byte[32])).isEmpty();
    assertThat(http("a").get(new byte[32])).isEmpty();
    assertThat(kubo.calls()).isEmpty();
    assertThat(post.calls()).isEmpty();
  }

  private void lose(String directory, byte[] hash) throws IOException {
    String hex = HexFormat.of().formatHex(hash);
    Files.delete(folder.resolve(directory).resolve(hex.substring(0, 2)).resolve(hex));
  }

  /** The stub lays files out by itself: what it names them is what is computed here. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 524_288, 1_000_000})
  void everySizeHasTheNodesIdentifier(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    BlobStore store = ipfs("a");
    byte[] hash = store.put(payload);

    assertThat(store.uriOf(hash)).contains(URI.create("ipfs://" + UnixFs.cid(payload)));
  }

  @Test
  void troubleThatPassesIsWaitedFor() {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    post.troubled(
        new Trouble.Status(503),
        new Trouble.Status(429),
        new Trouble.Slow(0),
        new Trouble.Truncated(),
        new Trouble.Status(500));
    assertThat(store.uriOf(hash)).isPresent();
    assertThat(post.calls()).hasSize(6);

    BlobStore other = ipfs("a");
    kubo.troubled(new Trouble.Truncated(), new Trouble.Status(500));
    assertThat(other.uriOf(hash)).isPresent();
  }

  @Test
  void aSlowAnswerIsNotWaitedForForEver() {
    BlobStore store =
        new RemoteBlobStore(
            local("a"), new HttpStore(post.at("/upload"), Optional.of(PostStub.TOKEN), SHORT));
    byte[] hash = store.put(RESULT);
    post.troubled(new Trouble.Slow(3_000));

    assertThat(store.uriOf(hash)).isPresent();
    assertThat(post.calls()).hasSizeGreaterThan(2);
  }

  /** Where one node is full, and where a second one begins. */
  @ParameterizedTest
  @ValueSource(ints = {174, 175, 176})
  void everyNumberOfChunksHasTheNodesIdentifier(int chunks) {
    byte[] payload = new byte[(chunks - 1) * UnixFs.CHUNK_BYTES + 1];
    new Random(chunks).nextBytes(payload);

    assertThat(UnixFs.cid(payload)).hasToString(kubo.add(payload, UnixFs.CHUNK_BYTES));
  }

  static Stream<Trouble> troubles() {
    return Stream.of(new Trouble.Status(500), new Trouble.Truncated());
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleThatStaysIsAStoreThatIsAway(Trouble trouble) {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    post.troubled(trouble, trouble, trouble);

    assertThatThrownBy(() -> store.uriOf(hash))
        .isInstanceOf(BlobStoreUnavailable.class)
        .hasMessage("the HTTP store %s can't store %s".formatted(post.at("/upload"), hex(hash)))
        .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.TRANSIENT));
    assertThat(store.uriOf(hash)).as("it works again").isPresent();
  }

  @Test
  void aServerThatIsNotThereIsAway() {
    BlobStore store = ipfs("a");
    byte[] hash = store.put(RESULT);
    kubo.close();
    assertThatThrownBy(() -> store.uriOf(hash)).isInstanceOf(BlobStoreUnavailable.class);
    assertThat(store.get(hash)).as("the line goes on").contains(RESULT);
  }

  @Test
  void aStoreThatKeepsSomethingElseIsFoundOut() {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    post.keeping(_ -> "{\"output\":\"lies\"}".getBytes(UTF_8));

    assertThatThrownBy(() -> store.uriOf(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "the HTTP store %s gives other bytes than %s at %s"
                .formatted(post.at("/upload"), hex(hash), post.at("/results/1")))
        .hasStackTraceContaining("(17 bytes)");
    post.keeping(bytes -> bytes);
    assertThat(store.uriOf(hash)).as("no lie is kept").contains(post.at("/results/2"));
  }

  @Test
  void aStoreThatHasNothingWhereItSaysIsFoundOut() {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    post.answering("{\"uri\":\"/nowhere\"}");

    assertThatThrownBy(() -> store.uriOf(hash))
        .hasMessageContaining("does not have " + hex(hash) + " at " + post.at("/nowhere"));
  }

  @Test
  void aNodeThatStoresSomethingElseIsFoundOut() {
    BlobStore store = ipfs("a");
    byte[] hash = store.put(RESULT);
    kubo.keeping(bytes -> Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> store.uriOf(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the IPFS node " + kubo.at(""))
        .hasMessageContaining(hex(hash))
        .hasStackTraceContaining("its identifier is " + UnixFs.cid(RESULT));
  }

  @Test
  void aNodeThatGivesSomethingElseIsFoundOut() throws IOException {
    byte[] hash = ipfs("a").put(RESULT);
    ipfs("a").uriOf(hash);
    lose("a", hash);
    kubo.giving(_ -> "lies".getBytes(UTF_8));

    assertThatThrownBy(() -> ipfs("a").get(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(hex(hash))
        .hasMessageContaining("ipfs://" + UnixFs.cid(RESULT));
    assertThat(local("a").get(hash)).as("no lie is kept").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"uri\":7}",
        "{\"uri\":\"\"}",
        "{\"uri\":\"file:///etc/passwd\"}",
        "{\"uri\":\"ftp://a/b\"}",
        "{\"uri\":\"http://\"}",
        "<html>"
      })
  void anAnswerWithoutAUriIsRefused(String answer) {
    BlobStore store = http("a");
    byte[] hash = store.put(RESULT);
    post.answering(answer);

    assertThatThrownBy(() -> store.uriOf(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("can't store " + hex(hash));
  }

  @Test
  void aWrongTokenIsForAPersonAndIsNotShown() {
    BlobStore store = http("a", Optional.of("open-please"));
    byte[] hash = store.put(RESULT);

    assertThatThrownBy(() -> store.uriOf(hash))
        .isInstanceOf(BlobStoreUnavailable.class)
        .hasStackTraceContaining("it answers with status 401; check blobs.url and blobs.tokenFile")
        .satisfies(failure -> assertThat(failure.toString()).doesNotContain("open-please"));
    assertThat(post.calls()).as("no second try").hasSize(1);
  }

  @Test
  void theTokenGoesToTheStoresOwnOriginOnly() {
    try (PostStub stranger = new PostStub()) {
      post.answering("{\"uri\":\"" + stranger.at("/results/1") + "\"}");
      BlobStore store = http("a");
      byte[] hash = store.put(RESULT);

      assertThatThrownBy(() -> store.uriOf(hash)).hasStackTraceContaining("status 401");
      assertThat(stranger.calls()).containsExactly("GET /results/1");
    }
  }

  @Test
  void anAnswerThatNeverEndsIsCutOff() {
    Patience short1 = new Patience(QUICK.timeout(), 1, Duration.ZERO, Duration.ZERO, 1_000);
    BlobStore store =
        new RemoteBlobStore(local("a"), new IpfsStore(kubo.at(""), Optional.empty(), short1));
    byte[] hash = store.put(RESULT);
    kubo.giving(_ -> new byte[1_001]);

    assertThatThrownBy(() -> store.uriOf(hash)).isInstanceOf(BlobStoreUnavailable.class);
  }
}
