package dev.quittance.market.agentl2.deliver;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.JobState;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Address20;
import dev.quittance.schemas.avro.MarketTransactionFinal;
import dev.quittance.schemas.avro.MarketTransactionMined;
import dev.quittance.schemas.avro.MarketTransactionReopened;
import dev.quittance.schemas.avro.MarketTransactionSubmitted;
import dev.quittance.schemas.avro.MarketTransactionsRecord;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code market-transactions} says about the orders of one seller, folded. Not thread-safe.
 *
 * @param market the marketplace's name
 * @param sender the seller
 * @param states where each order stands
 */
record CompletionJournal(String market, Address sender, Map<Hash32, JobState> states) {
  CompletionJournal(String market, Address sender) {
    this(market, sender, new HashMap<>());
  }

  JobState state(Hash32 order) {
    return states.getOrDefault(order, new JobState.Ready());
  }

  boolean isFinal(Hash32 order) {
    return state(order) instanceof JobState.Final;
  }

  void fold(Change<Hash32> change) {
    states.put(change.id(), state(change.id()).after(change));
  }

  /** Folds a record; one of another seller, or of a kind that is not known, says nothing. */
  void fold(MarketTransactionsRecord record) {
    switch (record.getBody()) {
      case MarketTransactionSubmitted body when isOurs(body.getMarket(), body.getSender()) ->
          fold(
              new Change.Submitted<>(
                  id(body.getOrderId()),
                  SignedTransaction.parse(Bytes.wrap(AvroValues.bytes(body.getRawTransaction())))));
      case MarketTransactionMined body when isOurs(body.getMarket(), body.getSender()) ->
          fold(
              new Change.Mined<>(
                  id(body.getOrderId()),
                  Bytes32.copyOf(body.getTxHash().bytes()),
                  new BlockRef(
                      body.getBlockNumber(), Bytes32.copyOf(body.getBlockHash().bytes()))));
      case MarketTransactionFinal body when isOurs(body.getMarket(), body.getSender()) ->
          fold(
              new Change.Finalized<>(
                  id(body.getOrderId()), Optional.empty(), body.getBlockNumber()));
      case MarketTransactionReopened body when isOurs(body.getMarket(), body.getSender()) ->
          fold(new Change.Reopened<>(id(body.getOrderId()), body.getReason()));
      case null, default -> {}
    }
  }

  private boolean isOurs(String recordMarket, Address20 recordSender) {
    return recordMarket.equals(market) && Address.copyOf(recordSender.bytes()).equals(sender);
  }

  private static Hash32 id(dev.quittance.schemas.avro.Hash32 orderId) {
    return Hash32.of(orderId.bytes());
  }

  /**
   * The record of a change.
   *
   * @param method the contract's function that the job calls
   * @param over why an order that is final is not completed; empty if it is
   * @throws IllegalStateException for a halt: no order halts the others
   */
  MarketTransactionsRecord record(Change<Hash32> change, String method, Optional<String> over) {
    var order = AvroValues.hash32(change.id().bytes());
    Address20 from = AvroValues.address20(sender.toByteArray());
    return new MarketTransactionsRecord(
        switch (change) {
          case Change.Submitted<Hash32>(Hash32 _, SignedTransaction sent) ->
              new MarketTransactionSubmitted(
                  order,
                  market,
                  from,
                  method,
                  sent.nonce(),
                  AvroValues.hash32(sent.hash().toByteArray()),
                  ByteBuffer.wrap(sent.raw().toByteArray()));
          case Change.Mined<Hash32>(Hash32 _, Bytes32 tx, BlockRef block) ->
              new MarketTransactionMined(
                  order,
                  market,
                  from,
                  AvroValues.hash32(tx.toByteArray()),
                  block.number(),
                  AvroValues.hash32(block.hash().toByteArray()));
          case Change.Finalized<Hash32>(Hash32 _, Optional<Bytes32> tx, long block) ->
              new MarketTransactionFinal(
                  order,
                  market,
                  from,
                  tx.map(hash -> AvroValues.hash32(hash.toByteArray())).orElse(null),
                  block,
                  over.isEmpty(),
                  over.orElse(""));
          case Change.Reopened<Hash32>(Hash32 _, String reason) ->
              new MarketTransactionReopened(order, market, from, reason);
          case Change.Halted<Hash32> halted ->
              throw new IllegalStateException("a completion halted: " + halted);
        });
  }
}
