package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Which addresses are one agent, as the rotations of a log say in their order. Immutable; the same
 * rotations give the same keys in any process.
 *
 * <p>An address has one successor at most and is the successor of one at most, so that the
 * addresses of an agent are a line and never a circle.
 */
public final class AgentKeys {
  private final Bytes32 logId;
  private final LongFunction<Address> operatorAt;
  private final Map<Address, AgentRotation> byOld;
  private final Map<Address, AgentRotation> byNew;
  private final Map<String, Address> current;

  private AgentKeys(
      Bytes32 logId,
      LongFunction<Address> operatorAt,
      Map<Address, AgentRotation> byOld,
      Map<Address, AgentRotation> byNew,
      Map<String, Address> current) {
    this.logId = logId;
    this.operatorAt = operatorAt;
    this.byOld = byOld;
    this.byNew = byNew;
    this.current = current;
  }

  /**
   * The keys before the first rotation.
   *
   * @param logId the log that rotations must be made for
   * @param operatorAt who may, at a time in unix milliseconds, rotate the key of an agent that lost
   *     it
   */
  public static AgentKeys none(Bytes32 logId, LongFunction<Address> operatorAt) {
    return new AgentKeys(logId, operatorAt, Map.of(), Map.of(), Map.of());
  }

  /**
   * What a rotation makes of the keys.
   *
   * @param keys with it, or as they were when it does not count
   * @param objection why it does not count; empty when it does
   */
  public record Folded(AgentKeys keys, Optional<String> objection) {}

  /**
   * Takes the next rotation; one that does not count changes nothing.
   *
   * @param atMs append time of its record, unix milliseconds
   */
  public Folded fold(Secp256k1Signatures signatures, SignedAgentRotation signed, long atMs) {
    AgentRotation rotation = signed.rotation();
    Optional<String> objection =
        signed
            .objection(signatures, logId, operatorAt.apply(atMs))
            .or(() -> placeObjection(rotation));
    if (objection.isPresent()) {
      return new Folded(this, objection);
    }
    Map<Address, AgentRotation> old = new HashMap<>(byOld);
    Map<Address, AgentRotation> successors = new HashMap<>(byNew);
    Map<String, Address> latest = new HashMap<>(current);
    old.put(rotation.oldAddress(), rotation);
    successors.put(rotation.newAddress(), rotation);
    latest.put(rotation.agentId(), rotation.newAddress());
    return new Folded(new AgentKeys(logId, operatorAt, old, successors, latest), Optional.empty());
  }

  private Optional<String> placeObjection(AgentRotation rotation) {
    Address latest = current.get(rotation.agentId());
    if (latest != null && !latest.equals(rotation.oldAddress())) {
      return Optional.of(
          "agent %s signs with %s, not with %s"
              .formatted(rotation.agentId(), latest, rotation.oldAddress()));
    }
    if (byOld.containsKey(rotation.oldAddress())) {
      return Optional.of(rotation.oldAddress() + " has a successor already");
    }
    AgentRotation origin = byNew.get(rotation.oldAddress());
    if (origin != null && !origin.agentId().equals(rotation.agentId())) {
      return Optional.of(rotation.oldAddress() + " is an address of agent " + origin.agentId());
    }
    if (origin != null && rotation.fromPeriod() < origin.fromPeriod()) {
      return Optional.of(
          rotation.oldAddress() + " would end before the address that it follows has ended");
    }
    return byNew.containsKey(rotation.newAddress()) || byOld.containsKey(rotation.newAddress())
        ? Optional.of(rotation.newAddress() + " was used by an agent before")
        : Optional.empty();
  }

  /** The address that signs now for the agent that an address belongs to. */
  public Address current(Address address) {
    Address latest = address;
    for (AgentRotation next = byOld.get(latest); next != null; next = byOld.get(latest)) {
      latest = next.newAddress();
    }
    return latest;
  }

  /** The agent's first address, which names it for good; the address itself without rotations. */
  public Address origin(Address address) {
    Address first = address;
    for (AgentRotation before = byNew.get(first); before != null; before = byNew.get(first)) {
      first = before.oldAddress();
    }
    return first;
  }

  /** All addresses of the agent that an address belongs to, the oldest first. */
  public List<Address> addresses(Address address) {
    List<Address> all = new ArrayList<>();
    Address at = origin(address);
    all.add(at);
    for (AgentRotation next = byOld.get(at); next != null; next = byOld.get(at)) {
      at = next.newAddress();
      all.add(at);
    }
    return List.copyOf(all);
  }

  /** Whether an address may sign receipts of a period: one that was rotated may not for ever. */
  public boolean maySign(Address address, long period) {
    AgentRotation rotation = byOld.get(address);
    return rotation == null || period < rotation.fromPeriod();
  }

  /** The rotation that ended an address. */
  public Optional<AgentRotation> endOf(Address address) {
    return Optional.ofNullable(byOld.get(address));
  }

  /** Every address that was rotated. */
  public Set<Address> retired() {
    return Set.copyOf(new HashSet<>(byOld.keySet()));
  }
}
