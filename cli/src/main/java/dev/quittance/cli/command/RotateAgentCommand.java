package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Agent;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SigningResult;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AgentKeys;
import dev.quittance.receipts.log.AgentRotation;
import dev.quittance.receipts.log.SignedAgentRotation;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives an agent another key. */
@Command(
    name = "rotate",
    description = {
      "Give an agent another key, linked to the old one.",
      "",
      "New orders are signed by the new address at once. What was planned before is signed by the"
          + " old one, so keep its key until --from-period; receipts that it signs from then on are"
          + " findings of an audit. The old key authorizes the change; where it is lost,"
          + " --by-operator does."
    })
public final class RotateAgentCommand implements Callable<Integer> {
  @Parameters(paramLabel = "AGENT", description = "The agent's id.")
  private String id = "";

  @ArgGroup(multiplicity = "1")
  private Successor successor = new Successor();

  @Option(
      names = "--from-period",
      required = true,
      paramLabel = "SEQ",
      description = "The first period in which the old address signs nothing any more.")
  private long fromPeriod;

  @Option(
      names = "--by-operator",
      description = "The operator authorizes it: the old key is lost or not to be trusted.")
  private boolean byOperator;

  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final Results results = new Results();

  /** Which key is next. */
  static final class Successor {
    @Option(
        names = "--account",
        paramLabel = "N",
        description = "The new key's number among the line's keys, from 1.")
    private @Nullable Integer account;

    @Option(
        names = "--address",
        paramLabel = "ADDRESS",
        description = "The new key's address; the remote signer or the seed has it.")
    private @Nullable String address;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = config.load();
    Keyring keys = SettingsWiring.keyring(settings, System.getenv());
    PublishedLog log =
        LogDeployment.read(
            SettingsWiring.kafkaAccess(settings), SettingsWiring.recordSerdes(settings));
    try (OpenCatalogue catalogue = OpenCatalogue.open(settings);
        AgentSigner signer = AgentSigner.open(keys)) {
      Agent agent = known(catalogue);
      SignedAgentRotation rotation = rotation(agent, next(keys), log, keys, signer);
      AgentKeys.Folded folded =
          catalogue
              .keys(log.epochs())
              .fold(Secp256k1Signatures.preferred(), rotation, System.currentTimeMillis());
      if (folded.objection().isPresent()) {
        throw refused(folded.objection().get(), "Choose another key; nothing was changed.");
      }
      Agent successor =
          new Agent(
              agent.id(),
              agent.name(),
              rotation.rotation().newAddress().toString(),
              agent.status(),
              agent.services());
      catalogue.publisher().publish(successor, rotation);
      Changes changes = new Changes("agent", results);
      changes.add(
          agent.id(), Changes.Action.REPLACED, agent.address() + " → " + successor.address());
      changes.print();
    }
    return ExitCode.OK;
  }

  private Agent known(OpenCatalogue catalogue) {
    Hashed<Agent> known = catalogue.known().agents().get(id);
    if (known == null) {
      throw refused("there is no agent " + id, "'quittance agents list' shows them.");
    }
    return known.document();
  }

  private Address next(Keyring keys) {
    Integer account = successor.account;
    if (account != null) {
      if (account < 1 || account >= Keyring.MAX_AGENTS) {
        throw refused(
            "--account is %d; expected 1 to %d".formatted(account, Keyring.MAX_AGENTS - 1),
            "Nothing was changed.");
      }
      return keys.agent(account).address();
    }
    return address(String.valueOf(successor.address));
  }

  private static Address address(String text) {
    try {
      return Address.fromHex(text);
    } catch (IllegalArgumentException e) {
      throw refused("--address: " + e.getMessage(), "Nothing was changed.");
    }
  }

  private SignedAgentRotation rotation(
      Agent agent, Address next, PublishedLog log, Keyring keys, AgentSigner signer)
      throws InterruptedException {
    AgentRotation rotation;
    try {
      rotation =
          new AgentRotation(log.identity().logId(), id, address(agent.address()), next, fromPeriod);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()), "Nothing was changed.");
    }
    EcdsaSignature authorization =
        byOperator
            ? keys.operator().sign(rotation.digest())
            : signed(
                signer,
                rotation.oldAddress(),
                rotation,
                "Where the old key is lost, --by-operator authorizes it. Nothing was changed.");
    return new SignedAgentRotation(
        rotation,
        authorization,
        signed(signer, next, rotation, "The new key must sign too. Nothing was changed."));
  }

  private static EcdsaSignature signed(
      AgentSigner signer, Address by, AgentRotation rotation, String advice)
      throws InterruptedException {
    return switch (signer.sign(by, rotation.message().toByteArray())) {
      case SigningResult.Signed(EcdsaSignature signature) -> signature;
      case SigningResult.Failed failed -> throw refused(failed.reason(), advice);
    };
  }

  private static CommandFailure refused(String message, String advice) {
    return new CommandFailure(ExitCode.USAGE, message, advice);
  }
}
