package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.OrderPromised;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.Acknowledgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds the promises of a partition against its receipts. Of an order that is done with, the hash
 * of its content is kept, for requests that are repeated later. Not thread-safe.
 */
final class PromiseCheck {

  private final ReceiptDomain domain;
  private final Secp256k1Signatures signatures;
  private final Findings findings;
  private final List<Promises.Unkept> unkept = new ArrayList<>();
  private final List<Promises.Refusal> refusals = new ArrayList<>();
  private final Map<Address, Place> signers = new HashMap<>();
  private final Set<Address> houseAgents = new HashSet<>();
  private final IdSet contents;
  private long firstPromiseAt = Long.MAX_VALUE;

  /**
   * @param contents to remember hashes of contents in
   */
  PromiseCheck(
      ReceiptDomain domain, Secp256k1Signatures signatures, IdSet contents, Findings findings) {
    this.domain = domain;
    this.signatures = signatures;
    this.contents = contents;
    this.findings = findings;
  }

  /** Whether a record is a promise: one by who says that it gave it. */
  boolean isPromise(LineRecord record, OrderPromised content) {
    firstPromiseAt = Math.min(firstPromiseAt, record.appendTime());
    boolean isSigned =
        content.acceptedAt() >= 0
            && content.maxMergeDelayMs() >= 0
            && content.acceptedAt() <= Long.MAX_VALUE - content.maxMergeDelayMs()
            && EcdsaSignature.of(content.signature())
                .filter(signature -> isSigned(content, signature))
                .isPresent();
    if (!isSigned) {
      findings.fail(
          FindingCode.L5_ACKNOWLEDGEMENT_NOT_SIGNED,
          record,
          "the signature is not that of %s over what it says".formatted(content.signer()));
      return false;
    }
    signers.putIfAbsent(content.signer(), Findings.place(record));
    if (record.appendTime() + LaneAudit.CLOCKS_MS < content.acceptedAt()) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          record,
          "appended at %d, and the request was taken at %d"
              .formatted(record.appendTime(), content.acceptedAt()));
    }
    return true;
  }

  private boolean isSigned(OrderPromised content, EcdsaSignature signature) {
    return signature.isCanonical()
        && promise(content).isSignedBy(content.signer(), signature, domain, signatures);
  }

  private static Acknowledgement promise(OrderPromised content) {
    return new Acknowledgement(
        content.orderId(), content.orderHash(), content.acceptedAt(), content.maxMergeDelayMs());
  }

  /** A request for an order that is done with. */
  void afterwards(LineRecord record, OrderPromised content) {
    if (!contents.contains(content.orderHash())) {
      unkept.add(new Promises.Unkept(Findings.place(record), promise(content)));
    }
  }

  /** All records of an order are there. */
  void check(OrderCase all) {
    all.promises.forEach(given -> check(given, all.accepted));
    for (Of<Receipt> receipt : all.accepted) {
      Bytes32 hash = receipt.content().orderHash();
      if (receipt.content().stepId().isZero()) {
        houseAgents.add(receipt.content().agent());
      }
      if (!hash.isZero()) {
        contents.add(hash);
        if (all.orders.isEmpty() && all.promises.isEmpty()) {
          refusals.add(new Promises.Refusal(hash, receipt.record().appendTime()));
        }
      }
    }
    if (all.promises.isEmpty()) {
      all.orders.stream()
          .filter(order -> order.record().appendTime() > firstPromiseAt)
          .limit(1)
          .forEach(this::missing);
    }
  }

  private void check(Of<OrderPromised> given, List<Of<Receipt>> accepted) {
    Acknowledgement promise = promise(given.content());
    OptionalLong first =
        accepted.stream()
            .filter(receipt -> promise.isKeptBy(receipt.content()))
            .mapToLong(receipt -> receipt.record().appendTime())
            .min();
    Place place = Findings.place(given.record());
    if (first.isEmpty()) {
      unkept.add(new Promises.Unkept(place, promise));
      return;
    }
    List<Finding> broken = new ArrayList<>();
    Promises.judge(broken, place, promise, first, Long.MIN_VALUE);
    broken.forEach(findings::add);
  }

  private void missing(Of<LineRecord.OrderTaken> order) {
    findings.add(
        Finding.note(
            FindingCode.L5_ACKNOWLEDGEMENT_MISSING,
            Findings.place(order.record()),
            "orders before it have one"));
  }

  Promises promises() {
    return new Promises(unkept, refusals, signers, houseAgents);
  }
}
