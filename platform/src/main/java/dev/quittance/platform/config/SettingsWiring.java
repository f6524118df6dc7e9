package dev.quittance.platform.config;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.blob.remote.HttpStore;
import dev.quittance.platform.blob.remote.IpfsStore;
import dev.quittance.platform.blob.remote.Patience;
import dev.quittance.platform.blob.remote.RemoteBlobStore;
import dev.quittance.platform.deploy.TopicDeployment;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.RegistrySerdes;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.receipts.log.PeriodSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the parts of the runtime kit are made with, from the settings of a line. */
public final class SettingsWiring {
  /** The variable with the passphrase of the seed file. */
  public static final String PASSPHRASE_VARIABLE = "QUITTANCE_PASSPHRASE";

  /** Where an IPFS node listens by default. */
  private static final URI LOCAL_IPFS = URI.create("http://127.0.0.1:5001");

  private SettingsWiring() {}

  /** Kafka clients. */
  public static KafkaAccess kafkaAccess(Settings settings) {
    return new KafkaAccess(settings.kafka().client());
  }

  /** Topologies; their local stores lie in {@code streams} below the data directory. */
  public static StreamsSettings streamsSettings(Settings settings) {
    return new StreamsSettings(
        kafkaAccess(settings),
        settings.line(),
        settings.data().resolve("streams"),
        settings.streams().instanceId(),
        settings.topics().replication(),
        settings.streams().commitIntervalMs(),
        settings.streams().threads());
  }

  /** Serdes of the catalogue's topics. */
  public static RecordSerdes recordSerdes(Settings settings) {
    return new RegistrySerdes(settings.registry().url());
  }

  /** Topics and schemas as the settings want them. */
  public static TopicDeployment topicDeployment(Settings settings) {
    return new TopicDeployment(
        kafkaAccess(settings),
        settings.registry().url(),
        settings.log().lanes(),
        settings.topics().replication());
  }

  /**
   * Payloads: in {@code blobs} below the data directory, and in a store elsewhere if the settings
   * name one.
   */
  public static BlobStore blobStore(Settings settings) {
    BlobStore directory = new DirectoryBlobStore(settings.data().resolve("blobs"));
    Settings.Blobs blobs = settings.blobs();
    Patience patience = Patience.usual(blobs.timeout());
    Optional<String> token = blobs.tokenFile().map(SettingsWiring::token);
    return switch (blobs.kind()) {
      case DIRECTORY -> directory;
      case HTTP ->
          new RemoteBlobStore(directory, new HttpStore(blobs.url().orElseThrow(), token, patience));
      case IPFS ->
          new RemoteBlobStore(
              directory, new IpfsStore(blobs.url().orElse(LOCAL_IPFS), token, patience));
    };
  }

  private static String token(Path file) {
    if (!Files.exists(file)) {
      throw new UnusableSettings(
          List.of(
              "there is no file "
                  + file
                  + ", which blobs.tokenFile names; write the payload store's bearer token into its"
                  + " first line"));
    }
    try {
      return firstLine(file, "the bearer token of the payload store");
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * When periods end.
   *
   * @param firstStart start of period 0, unix seconds
   */
  public static PeriodSchedule periodSchedule(Settings settings, long firstStart) {
    Settings.Log log = settings.log();
    return new PeriodSchedule(
        firstStart, Math.toIntExact(log.cadence().toSeconds()), log.catchUp());
  }

  /**
   * The line's keys, from the seed file.
   *
   * @throws IOException when there is no passphrase or it does not open the file; says what to do
   */
  public static Keyring keyring(Settings settings, Map<String, String> environment)
      throws IOException {
    Path seed = settings.keys().seed();
    if (!Files.exists(seed)) {
      throw new IOException(
          "there is no seed file " + seed + "; make one with `quittance init`, or set keys.seed");
    }
    Keyring keys = SeedFile.open(seed, passphrase(settings, environment));
    Optional<Settings.OperatorSeed> operator = settings.keys().operator();
    if (operator.isPresent()) {
      keys = keys.withOperator(operator(operator.get(), settings, environment));
    }
    return settings.keys().remote().map(keys::withRemote).orElse(keys);
  }

  private static Signer operator(
      Settings.OperatorSeed operator, Settings settings, Map<String, String> environment)
      throws IOException {
    if (!Files.exists(operator.seed())) {
      throw new IOException(
          "there is no seed file " + operator.seed() + "; put keys.operator.seed right");
    }
    String passphrase =
        operator.passphraseFile().isPresent()
            ? firstLine(operator.passphraseFile().get(), "the passphrase of the operator's seed")
            : passphrase(settings, environment);
    return SeedFile.open(operator.seed(), passphrase).operator();
  }

  /**
   * The passphrase of the seed file: the environment's, else the first line of the passphrase file.
   *
   * @throws IOException when there is neither; says what to do
   */
  public static String passphrase(Settings settings, Map<String, String> environment)
      throws IOException {
    String variable = environment.getOrDefault(PASSPHRASE_VARIABLE, "");
    if (!variable.isEmpty()) {
      return variable;
    }
    Path file = settings.keys().passphraseFile();
    if (file == null) {
      throw new IOException(
          "no passphrase for the seed file; set keys.passphraseFile or the variable "
              + PASSPHRASE_VARIABLE);
    }
    if (!Files.exists(file)) {
      throw new IOException(
          "there is no passphrase file " + file + "; write the passphrase into its first line");
    }
    return firstLine(file, "the passphrase");
  }

  /**
   * The first line of a file with a secret.
   *
   * @param expected what should be there, in words
   * @throws IOException when it can't be read or the line is empty; says so
   */
  public static String firstLine(Path file, String expected) throws IOException {
    String first = Files.readString(file).lines().findFirst().orElse("");
    if (first.isEmpty()) {
      throw new IOException("the first line of " + file + " is empty; expected " + expected);
    }
    return first;
  }
}
