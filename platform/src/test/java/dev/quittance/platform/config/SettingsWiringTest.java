package dev.quittance.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.blob.remote.RemoteBlobStore;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.PeriodSchedule.CatchUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsWiringTest {
  @TempDir private Path folder;

  private Settings settings(String more) {
    return SettingsFixture.settings(folder, SettingsFixture.MINIMAL + more, Map.of());
  }

  @Test
  void streamsHaveTheSettings() {
    Settings settings =
        settings(
            """
            line: blue
            data: d
            topics: { replication: 3 }
            streams: { commitIntervalMs: 20, threads: 2, instanceId: a }
            """);

    StreamsSettings wired = SettingsWiring.streamsSettings(settings);

    assertThat(wired)
        .isEqualTo(
            new StreamsSettings(
                SettingsWiring.kafkaAccess(settings),
                "blue",
                folder.resolve("d/streams"),
                "a",
                3,
                20,
                2,
                wired.meters()));
    assertThat(SettingsWiring.kafkaAccess(settings).settings())
        .isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:9092"));
  }

  @Test
  void periodsFollowTheLog() {
    Settings settings =
        SettingsFixture.settings(
            folder,
            SettingsFixture.MINIMAL.replace(
                "receipts }", "receipts, cadence: PT10S, catchUp: merge }"),
            Map.of());

    assertThat(SettingsWiring.periodSchedule(settings, 1_700_000_000))
        .isEqualTo(new PeriodSchedule(1_700_000_000, 10, CatchUp.MERGE));
  }

  @Test
  void payloadsLieBelowTheDataDirectory() {
    byte[] hash = SettingsWiring.blobStore(settings("")).put(new byte[] {1});

    assertThat(SettingsWiring.blobStore(settings("")).get(hash)).contains(new byte[] {1});
    assertThat(folder.resolve("data/blobs")).isDirectory();
  }

  @Test
  void resultsGoWhereTheSettingsSay() throws IOException {
    assertThat(SettingsWiring.blobStore(settings(""))).isInstanceOf(DirectoryBlobStore.class);
    assertThat(SettingsWiring.blobStore(settings("blobs: { kind: ipfs }")))
        .isInstanceOf(RemoteBlobStore.class);
    Settings guarded =
        settings("blobs: { kind: http, url: \"http://127.0.0.1:9/up\", tokenFile: token }");
    assertThatThrownBy(() -> SettingsWiring.blobStore(guarded))
        .isInstanceOf(UnusableSettings.class)
        .hasMessageContaining(
            "there is no file " + folder.resolve("token") + ", which blobs.tokenFile names");
    Files.writeString(folder.resolve("token"), "sesame\n");
    assertThat(SettingsWiring.blobStore(guarded)).isInstanceOf(RemoteBlobStore.class);
    assertThat(settings("blobs: { kind: http, url: \"https://me:pw@r.example/up\" }").toString())
        .contains("r.example")
        .doesNotContain("pw@");
  }

  @Test
  void passphraseComesFromTheEnvironmentElseFromTheFile() throws IOException {
    Files.writeString(folder.resolve("pass"), "from file\nnot this\n");
    Settings settings = settings("keys: { passphraseFile: pass }");

    assertThat(SettingsWiring.passphrase(settings, Map.of())).isEqualTo("from file");
    assertThat(SettingsWiring.passphrase(settings, Map.of("QUITTANCE_PASSPHRASE", "from env")))
        .isEqualTo("from env");
  }

  @Test
  void missingPassphraseSaysWhatToDo() throws IOException {
    Settings none = settings("");
    Settings absent = settings("keys: { passphraseFile: absent }");
    Files.writeString(folder.resolve("blank"), "\n");
    Settings blank = settings("keys: { passphraseFile: blank }");

    assertThatThrownBy(() -> SettingsWiring.passphrase(none, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set keys.passphraseFile or the variable QUITTANCE_PASSPHRASE");
    assertThatThrownBy(() -> SettingsWiring.passphrase(absent, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no passphrase file " + folder.resolve("absent"));
    assertThatThrownBy(() -> SettingsWiring.passphrase(blank, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is empty; expected the passphrase");
  }

  @Test
  void keysComeFromTheSeedFile() throws IOException {
    Map<String, String> environment = Map.of(SettingsWiring.PASSPHRASE_VARIABLE, "open");
    assertThatThrownBy(() -> SettingsWiring.keyring(settings(""), environment))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no seed file " + folder.resolve("seed.json"));

    Keyring made = SeedFile.create(folder.resolve("seed.json"), "open");

    assertThat(SettingsWiring.keyring(settings(""), environment).operator().address())
        .isEqualTo(made.operator().address());
  }
}
