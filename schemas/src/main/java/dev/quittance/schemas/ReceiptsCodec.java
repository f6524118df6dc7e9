package dev.quittance.schemas;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.Malformed;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Between a record of the receipt log and what the trust core makes of it, both ways.
 *
 * <p>Decoding is a pure function of the bytes and of the schemas that the log's rules accept: a
 * value under any other schema id does not decode, whatever a registry says. Immutable and safe for
 * any number of threads.
 */
public final class ReceiptsCodec {
  private final Map<Integer, Schema> accepted;

  /**
   * @param accepted the writer schemas that count, by their id on the wire
   */
  public ReceiptsCodec(Map<Integer, Schema> accepted) {
    this.accepted = Map.copyOf(accepted);
  }

  /** What a raw value decodes to; null and anything unreadable is {@link Malformed}. */
  public Decoded decode(byte @Nullable [] value) {
    return read(value).map(ReceiptsCodec::decoded).orElseGet(Malformed::new);
  }

  /** The text that a raw value's proofHash should commit to, if it is a receipt and has one. */
  public Optional<String> proof(byte @Nullable [] value) {
    return read(value)
        .flatMap(record ->
            record.getBody() instanceof dev.quittance.schemas.avro.Receipt receipt
                ? Optional.ofNullable(receipt.getProof())
                : Optional.empty());
  }

  private Optional<ReceiptsRecord> read(byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    int id = WireFormat.schemaId(value).orElse(-1);
    return Optional.ofNullable(accepted.get(id))
        .flatMap(writer -> WireFormat.decode(value, writer, Topics.RECEIPTS));
  }

  /** The signed receipt of a raw value, if it is a well-formed one. */
  public Optional<SignedReceipt> receipt(byte @Nullable [] value) {
    return decode(value) instanceof DecodedReceipt receipt
        ? receipt.wellFormed()
        : Optional.empty();
  }

  /** The receipt and the signature of a record's body, if they are well-formed. */
  public static Optional<SignedReceipt> signed(dev.quittance.schemas.avro.Receipt receipt) {
    return receipt(receipt).wellFormed();
  }

  /** The record of a signed receipt, with the text that its proofHash commits to. */
  public static ReceiptsRecord record(SignedReceipt signed, @Nullable String proof) {
    Receipt receipt = signed.receipt();
    return new ReceiptsRecord(
        new dev.quittance.schemas.avro.Receipt(
            AvroValues.hash32(receipt.orderId().toByteArray()),
            AvroValues.hash32(receipt.stepId().toByteArray()),
            AvroValues.address20(receipt.agent().toByteArray()),
            AvroValues.address20(receipt.buyer().toByteArray()),
            AvroValues.address20(receipt.asset().toByteArray()),
            AvroValues.uint256(receipt.amount()),
            AvroValues.uint256(receipt.fee()),
            AvroValues.address20(receipt.feeRecipient().toByteArray()),
            receipt.verdict().code(),
            AvroValues.hash32(receipt.orderHash().toByteArray()),
            AvroValues.hash32(receipt.planHash().toByteArray()),
            AvroValues.hash32(receipt.inputHash().toByteArray()),
            AvroValues.hash32(receipt.outputHash().toByteArray()),
            AvroValues.hash32(receipt.proofHash().toByteArray()),
            AvroValues.hash32(receipt.detailsRoot().toByteArray()),
            receipt.completedAt(),
            receipt.lane(),
            receipt.seq(),
            ByteBuffer.wrap(signed.signature().toBytes().toByteArray()),
            proof));
  }

  /** The record of a signed period close. */
  public static ReceiptsRecord record(SignedPeriodClose signed) {
    PeriodClose close = signed.close();
    return new ReceiptsRecord(
        new dev.quittance.schemas.avro.PeriodClose(
            AvroValues.hash32(close.logId().toByteArray()),
            close.seq(),
            close.periodStart(),
            close.periodEnd(),
            close.partition(),
            close.partitionCount(),
            ByteBuffer.wrap(signed.signature().toBytes().toByteArray())));
  }

  private static Decoded decoded(ReceiptsRecord record) {
    return switch (record.getBody()) {
      case dev.quittance.schemas.avro.Receipt receipt -> receipt(receipt);
      case dev.quittance.schemas.avro.PeriodClose close -> close(close);
      default -> new Malformed();
    };
  }

  private static DecodedReceipt receipt(dev.quittance.schemas.avro.Receipt receipt) {
    return new DecodedReceipt(
        Bytes.wrap(receipt.getOrderId().bytes()),
        Bytes.wrap(receipt.getStepId().bytes()),
        Bytes.wrap(receipt.getAgent().bytes()),
        Bytes.wrap(receipt.getBuyer().bytes()),
        Bytes.wrap(receipt.getAsset().bytes()),
        AvroValues.integer(receipt.getAmount()),
        AvroValues.integer(receipt.getFee()),
        Bytes.wrap(receipt.getFeeRecipient().bytes()),
        receipt.getVerdict(),
        Bytes.wrap(receipt.getOrderHash().bytes()),
        Bytes.wrap(receipt.getPlanHash().bytes()),
        Bytes.wrap(receipt.getInputHash().bytes()),
        Bytes.wrap(receipt.getOutputHash().bytes()),
        Bytes.wrap(receipt.getProofHash().bytes()),
        Bytes.wrap(receipt.getDetailsRoot().bytes()),
        receipt.getCompletedAt(),
        receipt.getLane(),
        receipt.getSeq(),
        Bytes.wrap(AvroValues.bytes(receipt.getSignature())));
  }

  private static DecodedClose close(dev.quittance.schemas.avro.PeriodClose close) {
    return new DecodedClose(
        Bytes.wrap(close.getLogId().bytes()),
        close.getSeq(),
        close.getPeriodStart(),
        close.getPeriodEnd(),
        close.getPartition(),
        close.getPartitionCount(),
        Bytes.wrap(AvroValues.bytes(close.getSignature())));
  }
}
