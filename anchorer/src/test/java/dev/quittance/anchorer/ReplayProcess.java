package dev.quittance.anchorer;

import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.AcceptedSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that makes a log's anchors again from its receipts, until it is ended. */
final class ReplayProcess {
  private ReplayProcess() {}

  /** Starts one: an instance of an application, with so many threads. */
  static Process start(
      KafkaAccess kafka, Path folder, String application, int instance, int threads)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    // It is killed, and leaves what it has unpacked.
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ReplayProcess.class.getName());
    command.add(String.valueOf(kafka.settings().get("bootstrap.servers")));
    command.add(folder.resolve(application + "-" + instance).toString());
    command.add(application);
    command.add("instance-" + instance);
    command.add(Integer.toString(threads));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(application + "-" + instance + ".log").toFile())
        .start();
  }

  /** Arguments as {@link #start} gives them. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    KafkaAccess kafka = KafkaAccess.at(arguments[0]);
    TestSerdes serdes = new TestSerdes();
    PublishedLog published = LogDeployment.read(kafka, serdes);
    StreamsSettings settings =
        new StreamsSettings(
            kafka,
            arguments[2],
            Path.of(arguments[1]),
            arguments[3],
            1,
            50,
            Integer.parseInt(arguments[4]));
    StreamsApp.start(
        "anchorer",
        LogTopology.of(
            published.identity(),
            published.epochs().newest().start(),
            AcceptedSchemas.codec(published.rules())::decode,
            Keyring.of(LiveLine.MNEMONIC).noteSeed(),
            Secp256k1Signatures.preferred(),
            serdes),
        settings,
        failure -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    Thread.currentThread().join();
  }
}
