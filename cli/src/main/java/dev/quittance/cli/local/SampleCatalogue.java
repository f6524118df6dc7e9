package dev.quittance.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.keys.Keyring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The agents, policies and tenants of {@code samples/}, with the addresses that this line's keys
 * give them.
 */
public record SampleCatalogue(List<Agent> agents, List<Policy> policies, List<Tenant> tenants) {
  private static final YAMLMapper YAML = new YAMLMapper();

  public SampleCatalogue {
    agents = List.copyOf(agents);
    policies = List.copyOf(policies);
    tenants = List.copyOf(tenants);
  }

  /**
   * Reads the three files.
   *
   * @param apiKeys API key by tenant id
   */
  public static SampleCatalogue read(Path samples, Keyring keys, Map<String, String> apiKeys)
      throws IOException {
    List<Agent> agents = new ArrayList<>();
    for (ObjectNode agent : entries(samples.resolve("agents.yaml"), "agents")) {
      int account = agent.remove("account").asInt();
      agent.put("format", Agent.FORMAT).put("status", "active");
      agent.put("address", keys.agent(account).address().toString());
      agents.add(parse(agent, Agent::parse));
    }
    List<Policy> policies = new ArrayList<>();
    for (ObjectNode policy : entries(samples.resolve("policies.yaml"), "policies")) {
      policy.put("format", Policy.FORMAT);
      policy.put("feeRecipient", keys.operator().address().toString());
      policies.add(parse(policy, Policy::parse));
    }
    List<Tenant> tenants = new ArrayList<>();
    for (ObjectNode tenant : entries(samples.resolve("tenants.yaml"), "tenants")) {
      String id = tenant.path("id").asText();
      tenant.put("format", Tenant.FORMAT).put("status", "active");
      tenant.put("buyer", keys.buyer(tenants.size()).address().toString());
      tenant.putArray("apiKeyHashes").add(hashOf(keyOf(id, apiKeys)));
      tenants.add(parse(tenant, Tenant::parse));
    }
    return new SampleCatalogue(agents, policies, tenants);
  }

  /** The ids of the tenants in a file, in its order. */
  public static List<String> tenantIds(Path samples) throws IOException {
    return entries(samples.resolve("tenants.yaml"), "tenants").stream()
        .map(tenant -> tenant.path("id").asText())
        .toList();
  }

  /** A tenant whose key is the empty word could be anybody. */
  private static String keyOf(String tenant, Map<String, String> apiKeys) throws IOException {
    String key = apiKeys.get(tenant);
    if (key == null || key.isEmpty()) {
      throw new IOException(
          "api-keys.json of the demo's folder has no key of tenant "
              + tenant
              + "; add one, or start in a new folder");
    }
    return key;
  }

  private static String hashOf(String apiKey) {
    return Hash32.sha256(apiKey.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static <T> T parse(ObjectNode document, Function<byte[], Parsed<T>> parser) {
    return parser.apply(document.toString().getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private static List<ObjectNode> entries(Path file, String member) throws IOException {
    List<ObjectNode> entries = new ArrayList<>();
    for (JsonNode entry : YAML.readTree(file.toFile()).path(member)) {
      entries.add(entry.deepCopy());
    }
    return entries;
  }
}
