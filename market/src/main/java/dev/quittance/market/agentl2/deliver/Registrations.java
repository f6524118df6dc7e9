package dev.quittance.market.agentl2.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.contracts.abi.AgentRegistry;
import dev.quittance.market.agentl2.AgentL2Settings.Registration;
import dev.quittance.market.agentl2.AgentL2Settings.ServiceOffer;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.platform.chain.outbox.Preflight;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * What a seller registers of itself: its agent, then its services. It looks first, so that what is
 * there is never registered again.
 */
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
  private static final long GAS = 1_500_000;

  private final ChainRpc rpc;
  private final Address registry;
  private final Address seller;
  private final SequencedMap<Hash32, Wanted> wanted = new LinkedHashMap<>();

  /** Something that is to be on the registry. */
  private sealed interface Wanted {
    /** The agent itself. */
    record AnAgent(String did, String metadataUri) implements Wanted {}

    /** A service of it. */
    record AService(ServiceOffer offer) implements Wanted {}
  }

  Registrations(ChainRpc rpc, Address registry, Address seller, List<Registration> all) {
    this.rpc = rpc;
    this.registry = registry;
    this.seller = seller;
    for (Registration registration : all) {
      if (registration.seller().equals(seller)) {
        want("agent", new Wanted.AnAgent(registration.did(), registration.metadataUri()));
        registration
            .services()
            .forEach(offer -> want("service/" + offer.type(), new Wanted.AService(offer)));
      }
    }
  }

  private void want(String what, Wanted registration) {
    String name = "%s/%s/%s".formatted(registry, seller, what).toLowerCase(Locale.ROOT);
    wanted.put(Hash32.sha256(name.getBytes(UTF_8)), registration);
  }

  /** The calls, the agent's first. */
  List<Job<Hash32>> jobs() {
    return wanted.entrySet().stream()
        .map(each -> new Job<>(each.getKey(), registry, call(each.getValue()), GAS))
        .toList();
  }

  private Bytes call(Wanted registration) {
    var agent = new org.web3j.abi.datatypes.Address(seller.toString());
    Function call =
        switch (registration) {
          case Wanted.AnAgent(String did, String uri) ->
              new Function(
                  AgentRegistry.FUNC_REGISTERAGENT,
                  List.of(agent, new Utf8String(did), new Utf8String(uri)),
                  List.of());
          case Wanted.AService(ServiceOffer offer) ->
              new Function(
                  AgentRegistry.FUNC_REGISTERSERVICE,
                  List.of(
                      agent,
                      new Utf8String(offer.type()),
                      new Uint256(offer.pricePerUnit()),
                      new Utf8String(offer.metadataUri())),
                  List.of());
        };
    return Bytes.fromHex(FunctionEncoder.encode(call));
  }

  boolean has(Hash32 id) {
    return wanted.containsKey(id);
  }

  /** The contract's function that a job calls. */
  String method(Hash32 id) {
    return switch (wanted.get(id)) {
      case Wanted.AnAgent _ -> AgentRegistry.FUNC_REGISTERAGENT;
      case Wanted.AService _ -> AgentRegistry.FUNC_REGISTERSERVICE;
      case null -> throw new IllegalArgumentException("no registration " + id);
    };
  }

  Preflight preflight(Hash32 id, long finalized, long latest) throws IOException {
    if (isThere(id, finalized)) {
      return new Preflight.AlreadyFinal(finalized);
    }
    if (isThere(id, latest)) {
      return new Preflight.Later();
    }
    return switch (wanted.get(id)) {
      case Wanted.AnAgent _ -> new Preflight.Go();
      case Wanted.AService _ -> ownsItself(latest) ? new Preflight.Go() : new Preflight.Later();
      case null -> throw new IllegalArgumentException("no registration " + id);
    };
  }

  Outcome outcome(Hash32 id, ChainReceipt receipt, long finalized) throws IOException {
    return isThere(id, finalized)
        ? new Outcome.Settled()
        : new Outcome.Retry("transaction " + receipt.txHash() + " did not register it");
  }

  private boolean isThere(Hash32 id, long block) throws IOException {
    return switch (wanted.get(id)) {
      case Wanted.AnAgent _ -> registeredAt(block).signum() > 0;
      case Wanted.AService(ServiceOffer offer) -> offers(block).containsKey(offer.type());
      case null -> throw new IllegalArgumentException("no registration " + id);
    };
  }

  private BigInteger registeredAt(long block) throws IOException {
    return rpc.read(contract(block).agents(seller.toString())::send).component7();
  }

  /** Anyone may register an address: a stranger who did owns it, and its services. */
  private boolean ownsItself(long block) throws IOException {
    var agent = rpc.read(contract(block).agents(seller.toString())::send);
    Address owner = Address.fromHex(agent.component1());
    if (!owner.isZero() && !owner.equals(seller)) {
      LOG.atError()
          .addKeyValue("seller", seller)
          .addKeyValue("owner", owner)
          .log("somebody else has registered this agent; only they can register its services");
    }
    return owner.equals(seller);
  }

  /** Active services by type. */
  private Map<String, byte[]> offers(long block) throws IOException {
    Map<String, byte[]> offers = new LinkedHashMap<>();
    AgentRegistry contract = contract(block);
    for (Object id : rpc.read(contract.getAgentServices(seller.toString())::send)) {
      var service = rpc.read(contract.services((byte[]) id)::send);
      if (service.component5()) {
        offers.put(service.component2(), (byte[]) id);
      }
    }
    return offers;
  }

  private AgentRegistry contract(long block) {
    AgentRegistry contract =
        AgentRegistry.load(
            registry.toString(),
            rpc.web3j(),
            new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
            new DefaultGasProvider());
    contract.setDefaultBlockParameter(DefaultBlockParameter.valueOf(BigInteger.valueOf(block)));
    return contract;
  }
}
