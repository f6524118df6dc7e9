package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.planning.Catalogue;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.schemas.AgentRotations;
import dev.quittance.schemas.Topics;
import java.util.List;

/**
 * The catalogue of a line: what it said when it was opened, and a way to add to it.
 *
 * @param known what was read
 * @param rotations the agents' rotated keys, in their order, not checked
 * @param publisher appends to it
 */
record OpenCatalogue(
    Catalogue known, List<AgentRotations.Appended> rotations, CataloguePublisher publisher)
    implements AutoCloseable {

  /** Reads all of it. */
  static OpenCatalogue open(Settings settings) {
    Brokers.requireTopics(settings, List.of(Topics.AGENTS.name(), Topics.POLICIES.name()));
    KafkaAccess kafka = SettingsWiring.kafkaAccess(settings);
    RecordSerdes serdes = SettingsWiring.recordSerdes(settings);
    try (CatalogueFollower follower = CatalogueFollower.open(kafka, serdes)) {
      return new OpenCatalogue(
          follower.snapshot(), follower.rotations(), new CataloguePublisher(kafka, serdes));
    } catch (IllegalStateException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "'quittance doctor' says what does not answer.");
    }
  }

  /** Which addresses are one agent. */
  AgentKeys keys(LogEpochs epochs) {
    return AgentRotations.fold(
        Secp256k1Signatures.preferred(),
        epochs.newest().identity().logId(),
        epochs::operatorAt,
        rotations);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
