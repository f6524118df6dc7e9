package dev.quittance.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Policy;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Agents and policies as people write them, in YAML. */
final class CatalogueFile {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String NEXT_STEP =
      "Nothing was changed. The files in samples/ show what is expected.";

  private final Path file;
  private final List<String> problems = new ArrayList<>();

  private CatalogueFile(Path file) {
    this.file = file;
  }

  /**
   * The agents of a file.
   *
   * @param keys gives the address of an entry that names an {@code account} of the line's keys
   */
  static List<Agent> agents(Path file, Keyring keys) throws IOException {
    CatalogueFile read = new CatalogueFile(file);
    return read.documents(
        "agents",
        agent -> {
          fill(agent, "format", Agent.FORMAT);
          fill(agent, "status", "active");
          read.fillAddress(agent, keys);
        },
        Agent::parse);
  }

  /** The policies of a file; those that name no recipient of the fee get the operator. */
  static List<Policy> policies(Path file, Address operator) throws IOException {
    return new CatalogueFile(file)
        .documents(
            "policies",
            policy -> {
              fill(policy, "format", Policy.FORMAT);
              fill(policy, "feeRecipient", operator.toString());
            },
            Policy::parse);
  }

  private <T> List<T> documents(
      String member, Consumer<ObjectNode> filling, Function<byte[], Parsed<T>> parser)
      throws IOException {
    List<T> documents = new ArrayList<>();
    JsonNode entries = read().path(member);
    if (!entries.isArray() || entries.isEmpty()) {
      problems.add(file + ": has no list '" + member + "'");
    }
    for (int i = 0; i < entries.size(); i++) {
      String name = entries.get(i).path("id").asText(member + "/" + i);
      if (entries.get(i).deepCopy() instanceof ObjectNode entry) {
        filling.accept(entry);
        switch (parser.apply(entry.toString().getBytes(StandardCharsets.UTF_8))) {
          case Parsed.Ok<T>(T document) -> documents.add(document);
          case Parsed.Bad<T> bad -> bad.problems().forEach(p -> problem(name, p.toString()));
        }
      } else {
        problem(name, "is no section");
      }
    }
    if (!problems.isEmpty()) {
      throw refused(String.join("\n", problems));
    }
    return documents;
  }

  private JsonNode read() throws IOException {
    try {
      return YAML.readTree(Files.readString(file));
    } catch (NoSuchFileException _) {
      throw refused("there is no file " + file);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw refused(file + ":" + line + ": not YAML: " + e.getOriginalMessage());
    }
  }

  private void fillAddress(ObjectNode agent, Keyring keys) {
    JsonNode account = agent.remove("account");
    if (account == null) {
      return;
    }
    if (account.isInt() && account.intValue() >= 1 && account.intValue() < Keyring.MAX_AGENTS) {
      fill(agent, "address", keys.agent(account.intValue()).address().toString());
    } else {
      problem(
          agent.path("id").asText(),
          "/account is " + account + "; expected an integer from 1 to " + (Keyring.MAX_AGENTS - 1));
    }
  }

  private static void fill(ObjectNode entry, String member, String value) {
    if (!entry.has(member)) {
      entry.put(member, value);
    }
  }

  private void problem(String name, String text) {
    problems.add(file + ": " + name + ": " + text);
  }

  private static CommandFailure refused(String message) {
    return new CommandFailure(ExitCode.USAGE, message, NEXT_STEP);
  }
}
