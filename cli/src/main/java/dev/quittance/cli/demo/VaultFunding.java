package dev.quittance.cli.demo;

import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.abi.PayoutVault;
import dev.quittance.contracts.abi.TestUSD;
import dev.quittance.line.AccountTransactions;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * Brings the buyers' money into the vault on the devnet.
 *
 * <p>A buyer signs an EIP-3009 {@code ReceiveWithAuthorization} and the deployer relays it, so that
 * buyers need no gas. The token is minted for them first: it is a test token.
 */
final class VaultFunding implements AutoCloseable {
  private static final String AUTHORIZATION_TYPE =
      "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
          + "uint256 validBefore,bytes32 nonce)";
  private static final String DOMAIN_TYPE =
      "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
  private static final String TOKEN_NAME = "Test USD";
  private static final String TOKEN_VERSION = "1";
  private static final BigInteger FOREVER = BigInteger.TWO.pow(48);

  private final Web3j web3j;
  private final Deployment deployment;
  private final TestUSD token;
  private final PayoutVault vault;

  /** Relays from the given account. */
  VaultFunding(String rpcUrl, Deployment deployment, Signer relay) {
    this.web3j = Web3j.build(new HttpService(rpcUrl));
    this.deployment = deployment;
    AccountTransactions transactions = new AccountTransactions(web3j, relay, deployment.chainId());
    this.token = TestUSD.load(asset(), web3j, transactions, new DefaultGasProvider());
    this.vault =
        PayoutVault.load(deployment.vault(), web3j, transactions, new DefaultGasProvider());
  }

  /** Address of the token that the demo pays in. */
  String asset() {
    return deployment.testUsd().orElseThrow();
  }

  /** Mints for a buyer and moves it into the vault on the buyer's signature. */
  void fund(Signer buyer, BigInteger amount) throws IOException {
    String from = buyer.address().toString();
    send(token.mint(from, amount));
    byte[] nonce = new byte[32];
    new SecureRandom().nextBytes(nonce);
    byte[] signature = buyer.sign(authorization(buyer, amount, nonce)).toBytes().toByteArray();
    send(
        vault.fundWithAuthorization(
            asset(),
            from,
            amount,
            BigInteger.ZERO,
            FOREVER,
            nonce,
            BigInteger.valueOf(signature[64]),
            Arrays.copyOfRange(signature, 0, 32),
            Arrays.copyOfRange(signature, 32, 64)));
  }

  /** How much of the token an address holds. */
  BigInteger balanceOf(String address) throws IOException {
    return send(token.balanceOf(address));
  }

  /** All of the token that was ever minted: what buyers put in. */
  BigInteger totalSupply() throws IOException {
    return send(token.totalSupply());
  }

  /** What the vault holds. */
  BigInteger vaultBalance() throws IOException {
    return balanceOf(deployment.vault());
  }

  @Override
  public void close() {
    web3j.shutdown();
  }

  private Bytes32 authorization(Signer buyer, BigInteger amount, byte[] nonce) {
    ByteBuffer struct =
        ByteBuffer.allocate(7 * 32)
            .put(keccak(AUTHORIZATION_TYPE))
            .put(word(buyer.address().toByteArray()))
            .put(word(addressBytes(deployment.vault())))
            .put(word(amount.toByteArray()))
            .put(word(BigInteger.ZERO.toByteArray()))
            .put(word(FOREVER.toByteArray()))
            .put(nonce);
    ByteBuffer domain =
        ByteBuffer.allocate(5 * 32)
            .put(keccak(DOMAIN_TYPE))
            .put(keccak(TOKEN_NAME))
            .put(keccak(TOKEN_VERSION))
            .put(word(BigInteger.valueOf(deployment.chainId()).toByteArray()))
            .put(word(addressBytes(asset())));
    ByteBuffer message =
        ByteBuffer.allocate(2 + 64)
            .put((byte) 0x19)
            .put((byte) 0x01)
            .put(Keccak256.hash(domain.array()).toByteArray())
            .put(Keccak256.hash(struct.array()).toByteArray());
    return Keccak256.hash(message.array());
  }

  private static byte[] addressBytes(String hex) {
    return Address.fromHex(hex).toByteArray();
  }

  private static byte[] keccak(String text) {
    return Keccak256.hash(text.getBytes(StandardCharsets.UTF_8)).toByteArray();
  }

  private static byte[] word(byte[] value) {
    byte[] word = new byte[32];
    int length = Math.min(32, value.length);
    System.arraycopy(value, value.length - length, word, 32 - length, length);
    return word;
  }

  /** web3j declares Exception for a transaction that fails and for a chain that does not answer. */
  private static <T> T send(RemoteFunctionCall<T> call) throws IOException {
    try {
      return call.send();
    } catch (Exception e) {
      throw new IOException("a transaction of the demo failed: " + e.getMessage(), e);
    }
  }
}
