package dev.quittance.market.agentl2;

import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A marketplace of kind {@code agentl2}, as the settings define it.
 *
 * @param name the {@code source} of its orders
 * @param tenant in whose name they come
 * @param rpc JSON-RPC endpoints of its chain
 * @param chainId EIP-155 id
 * @param registry the AgentRegistry contract
 * @param marketplace the AgentMarketplace contract
 * @param sellers addresses of our agents
 * @param fromBlock the first block that is read
 * @param confirmations blocks on top of one whose orders are taken
 * @param reorgDepth blocks that a reorg may take at most
 * @param logWindow most blocks of one question for logs
 * @param poll between two looks at the chain
 * @param waitForInput how long a confirmed order waits for its buyer's input
 * @param requireSignedInput whether only the buyer's signature makes an input
 * @param deadlineMargin what an order must have left to be begun, and its result to be sent
 * @param services the line's services by the marketplace's types, where they differ
 * @param form what a step is given
 * @param asset of the line's orders, whose prices are 0
 * @param ipfsGateway where {@code ipfs://} is read; ends in a slash
 * @param allowPrivateAddresses whether services' payloads may be read from this machine's networks
 * @param resultBaseUrl where others reach this process's {@code /v1/results/…}; empty where the
 *     blob store has URIs of its own
 * @param registrations agents and services that are to be on the registry
 */
public record AgentL2Settings(
    String name,
    String tenant,
    List<String> rpc,
    long chainId,
    Address registry,
    Address marketplace,
    Set<Address> sellers,
    long fromBlock,
    int confirmations,
    int reorgDepth,
    long logWindow,
    Duration poll,
    Duration waitForInput,
    boolean requireSignedInput,
    Duration deadlineMargin,
    Map<String, String> services,
    InputForm form,
    String asset,
    String ipfsGateway,
    boolean allowPrivateAddresses,
    Optional<String> resultBaseUrl,
    List<Registration> registrations) {
  /** What a step is given. */
  public enum InputForm {
    /** The input as its buyer put it, or the service's payload. */
    PLAIN,
    /** The body that AgentL2's own executors are sent: the order, and that as its payload. */
    ORDER
  }

  /**
   * An agent that is to be on the registry.
   *
   * @param seller its address
   * @param services what it offers
   */
  public record Registration(
      Address seller, String did, String metadataUri, List<ServiceOffer> services) {
    /** Copies the list. */
    public Registration {
      services = List.copyOf(services);
    }
  }

  /**
   * A service that is to be on the registry.
   *
   * @param type its name there
   * @param pricePerUnit in wei
   */
  public record ServiceOffer(String type, BigInteger pricePerUnit, String metadataUri) {}

  /** Copies. */
  public AgentL2Settings {
    rpc = List.copyOf(rpc);
    sellers = Set.copyOf(sellers);
    services = Map.copyOf(services);
    registrations = List.copyOf(registrations);
  }
}
