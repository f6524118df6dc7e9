package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Acknowledgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a partition leaves to be said about promises when all partitions have been read: a refusal
 * that keeps a promise may have another id, and so another partition, than the order that was
 * refused.
 *
 * @param unkept the promises that no receipt of the partition keeps
 * @param refusals the receipts that no promise of their own partition is about
 * @param signers who signed promises, and the first one of each
 * @param houseAgents who signed receipts of orders that ended before any step
 */
public record Promises(
    List<Unkept> unkept,
    List<Refusal> refusals,
    Map<Address, Place> signers,
    Set<Address> houseAgents) {

  /** Nothing was promised. */
  public static final Promises NONE = new Promises(List.of(), List.of(), Map.of(), Set.of());

  /** A promise that is not kept where it was given. */
  public record Unkept(Place place, Acknowledgement promise) {}

  /** An accepted receipt of an order that was not taken, under this content's hash. */
  public record Refusal(Bytes32 orderHash, long appendTime) {}

  /** Copies all. */
  public Promises {
    unkept = List.copyOf(unkept);
    refusals = List.copyOf(refusals);
    signers = Map.copyOf(signers);
    houseAgents = Set.copyOf(houseAgents);
  }

  /**
   * Judges the promises of all partitions.
   *
   * @param knownUntil the append time up to which the log is known whole, in every partition
   */
  public static List<Finding> judge(List<Promises> lanes, long knownUntil) {
    Map<Bytes32, Long> refused = new HashMap<>();
    Set<Address> house = new HashSet<>();
    for (Promises lane : lanes) {
      lane.refusals.forEach(one -> refused.merge(one.orderHash, one.appendTime, Math::min));
      house.addAll(lane.houseAgents);
    }
    List<Finding> findings = new ArrayList<>();
    for (Promises lane : lanes) {
      lane.unkept.forEach(one -> {
        Long kept = refused.get(one.promise.orderHash());
        OptionalLong first = kept == null ? OptionalLong.empty() : OptionalLong.of(kept);
        judge(findings, one.place, one.promise, first, knownUntil);
      });
      if (!house.isEmpty()) {
        lane.signers.forEach((signer, place) -> signer(findings, signer, place, house));
      }
    }
    return findings;
  }

  private static void signer(
      List<Finding> findings, Address signer, Place place, Set<Address> house) {
    if (!house.contains(signer)) {
      findings.add(
          Finding.fail(
              FindingCode.L5_ACKNOWLEDGEMENT_NOT_SIGNED,
              place,
              "this and maybe others are signed by %s, and the house agent, who signs refusals, is %s"
                  .formatted(signer, house.stream().sorted().map(Address::toString).toList())));
    }
  }

  static void judge(
      List<Finding> findings,
      Place place,
      Acknowledgement promise,
      OptionalLong firstReceiptAt,
      long knownUntil) {
    switch (promise.check(firstReceiptAt, knownUntil)) {
      case Acknowledgement.Verdict.Kept _, Acknowledgement.Verdict.Open _ -> {
        // Nothing is broken.
      }
      case Acknowledgement.Verdict.Late(long lateByMs) ->
          findings.add(
              broken(
                  place,
                  "the receipt of order %s came %d ms late"
                      .formatted(promise.orderId(), lateByMs)));
      case Acknowledgement.Verdict.Missing() ->
          findings.add(
              broken(
                  place,
                  "no receipt of order %s is in the log, which is known until %d; promised until %d"
                      .formatted(promise.orderId(), knownUntil, promise.deadline())));
    }
  }

  private static Finding broken(Place place, String message) {
    return Finding.fail(FindingCode.L5_ACKNOWLEDGEMENT_BROKEN, place, message);
  }
}
