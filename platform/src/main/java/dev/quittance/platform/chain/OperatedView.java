package dev.quittance.platform.chain;

import dev.quittance.contracts.abi.Operated;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * A contract that one account operates and can hand over, {@code ReceiptAnchor} or {@code
 * PayoutVault}, on the chain's latest state. Blocks and fails as {@link ChainRpc}.
 */
public final class OperatedView {
  /** By which a contract's code tells functions apart: the instruction PUSH4 before a selector. */
  private static final String PUSH4 = "63";

  private static final int SELECTOR_END = 10;

  private final ChainRpc rpc;
  private final Address address;
  private final Operated contract;

  /** The contract at this address. */
  public OperatedView(ChainRpc rpc, Address address) {
    this.rpc = rpc;
    this.address = address;
    this.contract =
        Operated.load(
            address.toString(),
            rpc.web3j(),
            new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
            new DefaultGasProvider());
  }

  /** Where the contract is. */
  public Address address() {
    return address;
  }

  /** Whether there is a contract at the address, of whatever kind. */
  public boolean exists() throws IOException {
    return rpc.code(address).size() > 0;
  }

  /**
   * Whether the contract can be handed over: those of older versions have one operator for good.
   */
  public boolean canChange() throws IOException {
    String selector = contract.acceptOperator().encodeFunctionCall().substring(2, SELECTOR_END);
    return rpc.code(address).toString().contains(PUSH4 + selector);
  }

  /** Who operates it now. */
  public Address operator() throws IOException {
    return address(rpc.read(contract.operator()::send));
  }

  /** Who may become the operator by accepting; empty while nothing is offered. */
  public Optional<Address> pendingOperator() throws IOException {
    Address offered = address(rpc.read(contract.pendingOperator()::send));
    return Optional.of(offered).filter(account -> !account.equals(Address.ZERO));
  }

  /** The input data of {@code offerOperator(next)}. */
  public Bytes offerCall(Address next) {
    return Bytes.fromHex(contract.offerOperator(next.toString()).encodeFunctionCall());
  }

  /** The input data of {@code acceptOperator()}. */
  public Bytes acceptCall() {
    return Bytes.fromHex(contract.acceptOperator().encodeFunctionCall());
  }

  private static Address address(String hex) {
    return Address.fromHex(hex.toLowerCase(Locale.ROOT));
  }
}
