package dev.quittance.platform.blob.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.blob.ipfs.Cid.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidTest {
  /** Known all over IPFS: nothing at all, and a greeting, as raw blocks. */
  @ParameterizedTest
  @CsvSource({
    "'', bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
    "hello world, bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
  })
  void smallFilesAreRawBlocks(String content, String cid) {
    assertThat(UnixFs.cid(content.getBytes(UTF_8))).hasToString(cid);
    assertThat(Cid.parse(cid)).contains(Cid.of(Codec.RAW, content.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "bafkrei",
        "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
        "Bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykua",
        "bafkrgihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk/",
      })
  void otherTextsAreRefused(String text) {
    assertThat(Cid.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyIdentifierIsReadBack(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] block = new byte[random.nextInt(100)];
      random.nextBytes(block);
      Cid cid = Cid.of(random.nextBoolean() ? Codec.RAW : Codec.DAG_PB, block);
      assertThat(Cid.parse(cid.toString())).as("seed " + seed).contains(cid);
      assertThat(cid.toString()).startsWith(cid.codec() == Codec.RAW ? "bafkrei" : "bafybei");
    }
  }

  /**
   * Three chunks of ones, twos and threes whose leaves are nodes themselves: another
   * implementation's values (js-unixfs).
   */
  @Test
  void nodesAreThoseOfOtherImplementations() {
    List<UnixFs.Tree> leaves = new ArrayList<>();
    for (byte fill = 1; fill <= 3; fill++) {
      byte[] chunk = new byte[UnixFs.CHUNK_BYTES];
      Arrays.fill(chunk, fill);
      byte[] file =
          new Protobuf().number(1, 2).bytes(2, chunk).number(3, chunk.length).toByteArray();
      byte[] block = new Protobuf().bytes(1, file).toByteArray();
      leaves.add(new UnixFs.Tree(Cid.of(Codec.DAG_PB, block), chunk.length, block.length));
    }

    UnixFs.Tree root = UnixFs.node(leaves);

    assertThat(leaves.getFirst().cid())
        .hasToString("bafybeihhsdoupgd3fnl3e3367ymsanmikafpllldsdt37jzyoh6nuatowe");
    assertThat(root.cid())
        .hasToString("bafybeiegda62p2cdi5sono3h3hqjnxwc56z4nocynrj44rz7rtc2p246cy");
    assertThat(root.fileBytes()).isEqualTo(786_432);
    assertThat(root.treeBytes()).isEqualTo(786_632);
  }

  @Test
  void aChunkIsABlockAndOneByteMoreIsATree() {
    assertThat(UnixFs.cid(new byte[UnixFs.CHUNK_BYTES]).codec()).isEqualTo(Codec.RAW);
    assertThat(UnixFs.cid(new byte[UnixFs.CHUNK_BYTES + 1]).codec()).isEqualTo(Codec.DAG_PB);
  }
}
