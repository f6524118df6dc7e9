package dev.quittance.market.agentl2.chain;

import dev.quittance.contracts.abi.AgentRegistry;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * The services of the registry. What of a service never changes is asked for once; for any number
 * of threads.
 */
public final class ServiceBook {
  private final ChainRpc rpc;
  private final Address registry;
  private final Map<Bytes32, Service> known = new ConcurrentHashMap<>();

  /**
   * A service, as far as it never changes.
   *
   * @param agent who offers it
   * @param type its name
   * @param metadataUri where its payload is
   */
  public record Service(Address agent, String type, String metadataUri) {}

  /** The registry at an address. */
  public ServiceBook(ChainRpc rpc, Address registry) {
    this.rpc = rpc;
    this.registry = registry;
  }

  /** A service; one that the registry does not know has empty texts. */
  public Service service(Bytes32 id) throws IOException {
    Service service = known.get(id);
    if (service == null) {
      var kept = rpc.read(contract().services(id.toByteArray())::send);
      service =
          new Service(Address.fromHex(kept.component1()), kept.component2(), kept.component4());
      if (!service.agent().isZero()) {
        known.put(id, service);
      }
    }
    return service;
  }

  private AgentRegistry contract() {
    return AgentRegistry.load(
        registry.toString(),
        rpc.web3j(),
        new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
        new DefaultGasProvider());
  }
}
