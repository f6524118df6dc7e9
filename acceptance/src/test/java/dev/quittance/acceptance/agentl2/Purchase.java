package dev.quittance.acceptance.agentl2;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An order and what its buyer does with it. Not thread-safe. */
public final class Purchase {
  /** What people do with an order that they have placed. */
  enum Step {
    DISPUTE,
    FOR_SELLER,
    FOR_BUYER,
    CANCEL
  }

  /** What is to become of an order. */
  public enum Kind {
    /** It is done. */
    LIVE,
    /** The same, on an input of its buyer's. */
    WITH_INPUT,
    /** It is another seller's. */
    FOREIGN,
    /** Its deadline is so near that it is never begun. */
    EXPIRED,
    /** Its deadline is near. */
    CLOSE,
    /** Its buyer disputes it, and nobody decides. */
    DISPUTED,
    /** Its buyer disputes it, and the seller is right. */
    RESOLVED,
    /** Its buyer disputes it, and has the money back. */
    REFUNDED,
    /** Its buyer gives it up. */
    CANCELLED
  }

  private final Kind kind;
  private final String buyer;
  private final String text;

  /** The transactions of it, in their order: all but the last are in blocks. */
  private final List<String> sent = new ArrayList<>();

  private Optional<Bytes32> orderId = Optional.empty();
  private boolean isOver;
  private boolean isRefused;
  private boolean isThoughtBetterOf;
  private boolean isInputTaken;
  private boolean isInputAnswered;

  Purchase(Kind kind, String buyer, String text, String txHash) {
    this.kind = kind;
    this.buyer = buyer;
    this.text = text;
    sent.add(txHash);
  }

  /** The kind with which it was placed. */
  public Kind kind() {
    return kind;
  }

  /** Its id, once it is in a block. */
  public Optional<Bytes32> orderId() {
    return orderId;
  }

  /**
   * Whether its buyer does nothing about it after all: the contract refused since it was completed
   * already, or a reorg took what the buyer did, who then thought better of it.
   */
  public boolean isLetBe() {
    return isRefused || isThoughtBetterOf;
  }

  /** Whether its input was taken. */
  public boolean isInputTaken() {
    return isInputTaken;
  }

  /** The JSON that its buyer puts as its input. */
  public String input() {
    return "{\"text\":\"" + text + "\"}";
  }

  String buyer() {
    return buyer;
  }

  List<String> sent() {
    return sent;
  }

  void isIn(Bytes32 id) {
    orderId = Optional.of(id);
  }

  /** What is to be done with it after what is done; nothing when the contract refused that. */
  Optional<Step> next(boolean wasRefused) {
    int done = sent.size() - 1;
    isRefused = wasRefused;
    boolean isMore = !isLetBe() && done < steps().size();
    isOver = !isMore && !wantsInput();
    return isMore ? Optional.of(steps().get(done)) : Optional.empty();
  }

  private List<Step> steps() {
    return switch (kind) {
      case LIVE, WITH_INPUT, FOREIGN, EXPIRED, CLOSE -> List.of();
      case DISPUTED -> List.of(Step.DISPUTE);
      case RESOLVED -> List.of(Step.DISPUTE, Step.FOR_SELLER);
      case REFUNDED -> List.of(Step.DISPUTE, Step.FOR_BUYER);
      case CANCELLED -> List.of(Step.CANCEL);
    };
  }

  /** Whether nothing is left to be done by its buyer. */
  boolean isOver() {
    return isOver;
  }

  /** Keeps the transactions that a reorg left; gives whether that of the order is among them. */
  boolean isLeft(int transactions) {
    boolean isSomeGone = transactions < sent.size();
    isOver = isOver && !isSomeGone;
    isThoughtBetterOf = isThoughtBetterOf || (isSomeGone && transactions == 1);
    sent.subList(transactions, sent.size()).clear();
    return !sent.isEmpty();
  }

  boolean wantsInput() {
    return kind == Kind.WITH_INPUT && !isInputAnswered;
  }

  void inputAnswered(boolean taken) {
    isInputAnswered = true;
    isInputTaken = taken;
  }
}
