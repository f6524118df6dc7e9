package dev.quittance.auditor;

import dev.quittance.auditor.line.DayGrants;
import dev.quittance.auditor.line.LaneAudit;
import dev.quittance.auditor.line.Promises;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Acknowledgement;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Writes down what came of a partition's orders, and reads it again. */
final class LineSnapshots {
  private LineSnapshots() {}

  static byte[] write(LineReplay.Audited audited) {
    SnapshotWriter out = new SnapshotWriter();
    out.number(audited.knownUntil());
    LaneAudit.Result result = audited.result();
    out.number(result.orders());
    out.list(result.findings(), out::finding);
    Promises promises = result.promises();
    out.list(
        promises.unkept(),
        unkept -> {
          out.place(unkept.place());
          out.bytes(unkept.promise().orderId().toBytes());
          out.bytes(unkept.promise().orderHash().toBytes());
          out.number(unkept.promise().acceptedAt());
          out.number(unkept.promise().maxMergeDelayMs());
        });
    out.list(
        promises.refusals(),
        refusal -> {
          out.bytes(refusal.orderHash().toBytes());
          out.number(refusal.appendTime());
        });
    out.list(
        List.copyOf(promises.signers().entrySet()),
        signer -> {
          out.address(signer.getKey());
          out.place(signer.getValue());
        });
    out.list(List.copyOf(promises.houseAgents()), out::address);
    out.list(
        result.grants().days(),
        day -> {
          out.text(day.tenant());
          out.number(day.day());
          out.text(day.total().toString());
          out.text(day.largestCap().toString());
          out.place(day.last());
          out.number(day.lastAt());
        });
    return out.written();
  }

  static LineReplay.Audited read(byte[] bytes) {
    SnapshotReader in = new SnapshotReader(bytes);
    long knownUntil = in.number();
    long orders = in.number();
    List<Finding> findings = in.list(in::finding);
    return new LineReplay.Audited(
        new LaneAudit.Result(orders, findings, promises(in), grants(in)), knownUntil);
  }

  private static DayGrants grants(SnapshotReader in) {
    return new DayGrants(
        in.list(() ->
            new DayGrants.Day(
                in.text(),
                in.number(),
                new BigInteger(in.text()),
                new BigInteger(in.text()),
                in.place(),
                in.number())));
  }

  private static Promises promises(SnapshotReader in) {
    List<Promises.Unkept> unkept =
        in.list(() -> new Promises.Unkept(in.place(), acknowledgement(in)));
    List<Promises.Refusal> refusals =
        in.list(() -> new Promises.Refusal(Bytes32.copyOf(in.bytes()), in.number()));
    Map<Address, Place> signers = new HashMap<>();
    in.times(() -> signers.put(in.address(), in.place()));
    return new Promises(unkept, refusals, signers, new HashSet<>(in.list(in::address)));
  }

  private static Acknowledgement acknowledgement(SnapshotReader in) {
    return new Acknowledgement(
        Bytes32.copyOf(in.bytes()), Bytes32.copyOf(in.bytes()), in.number(), in.number());
  }
}
