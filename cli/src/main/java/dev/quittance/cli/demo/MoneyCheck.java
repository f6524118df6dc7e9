package dev.quittance.cli.demo;

import dev.quittance.planning.document.Agent;
import dev.quittance.platform.keys.Keyring;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/**
 * Where all of the test token is: what buyers put in must be with vendors, the fee recipient and
 * the vault.
 *
 * @param in everything that buyers paid into the vault since the token was deployed
 * @param vendors what agents hold
 * @param fees what the fee recipient holds
 * @param vault what is unspent and held for the buyers
 */
record MoneyCheck(BigInteger in, BigInteger vendors, BigInteger fees, BigInteger vault) {
  /** Reads the balances from the chain. */
  static MoneyCheck read(VaultFunding funding, List<Agent> agents, Keyring keys)
      throws IOException {
    BigInteger vendors = BigInteger.ZERO;
    for (Agent agent : agents) {
      vendors = vendors.add(funding.balanceOf(agent.address()));
    }
    return new MoneyCheck(
        funding.totalSupply(),
        vendors,
        funding.balanceOf(keys.operator().address().toString()),
        funding.vaultBalance());
  }

  /** Whether nothing is missing and nothing was made from nothing. */
  boolean holds() {
    return in.equals(vendors.add(fees).add(vault));
  }
}
