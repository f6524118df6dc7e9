package dev.quittance.settler.payout;

import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * The {@code PayoutVault} contract on the chain. Blocks and fails as {@link ChainRpc}.
 *
 * @param rpc the chain
 * @param address the contract
 */
record VaultView(ChainRpc rpc, Address address) {
  private static final int SHOWN = 5;

  /** Seconds from the anchoring of a period to its first claim. */
  long delaySeconds() throws IOException {
    return rpc.read(contract().delay()::send).longValueExact();
  }

  /** Whether all rows are paid in full as of this block. */
  boolean isPaid(List<ClaimableRow> rows, long block) throws IOException {
    PayoutVault contract = contract(block);
    for (ClaimableRow row : rows) {
      if (outstanding(contract, row).signum() > 0) {
        return false;
      }
    }
    return true;
  }

  /** What is not paid of these rows as of this block, for people; empty when all is. */
  Optional<String> outstanding(List<ClaimableRow> rows, long block) throws IOException {
    PayoutVault contract = contract(block);
    List<String> unpaid = new ArrayList<>();
    for (ClaimableRow row : rows) {
      BigInteger amount = outstanding(contract, row);
      if (amount.signum() > 0) {
        unpaid.add(
            "%s of asset %s to %s"
                .formatted(amount, row.row().key().asset(), row.row().key().account()));
      }
    }
    return unpaid.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d rows are outstanding: %s%s"
                .formatted(
                    unpaid.size(),
                    String.join(", ", unpaid.subList(0, Math.min(SHOWN, unpaid.size()))),
                    unpaid.size() > SHOWN ? ", …" : ""));
  }

  private BigInteger outstanding(PayoutVault contract, ClaimableRow row) throws IOException {
    String account = row.row().key().account().toString();
    String asset = row.row().key().asset().toString();
    return row.due().subtract(rpc.read(contract.claimed(account, asset)::send));
  }

  private PayoutVault contract(long block) {
    PayoutVault contract = contract();
    contract.setDefaultBlockParameter(DefaultBlockParameter.valueOf(BigInteger.valueOf(block)));
    return contract;
  }

  private PayoutVault contract() {
    return PayoutVault.load(
        address.toString(),
        rpc.web3j(),
        new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
        new DefaultGasProvider());
  }
}
