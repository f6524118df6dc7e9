package dev.quittance.line;

import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign.SignatureData;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthGetCode;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * One of the line's keys as web3j's contract wrappers want it, for commands that deploy, fund or
 * read: sends one transaction after another and waits for each.
 *
 * <p>Stages don't use it; what they send goes through an outbox. Not thread-safe.
 */
public final class AccountTransactions extends TransactionManager {
  private static final int POLL_INTERVAL_MS = 200;
  private static final int POLL_ATTEMPTS = 300;

  private final Web3j web3j;
  private final Signer signer;
  private final long chainId;

  /** Sends for the signer's address. */
  public AccountTransactions(Web3j web3j, Signer signer, long chainId) {
    super(
        new PollingTransactionReceiptProcessor(web3j, POLL_INTERVAL_MS, POLL_ATTEMPTS),
        signer.address().toString());
    this.web3j = web3j;
    this.signer = signer;
    this.chainId = chainId;
  }

  @Override
  public EthSendTransaction sendTransaction(
      BigInteger gasPrice,
      BigInteger gasLimit,
      String to,
      String data,
      BigInteger value,
      boolean constructor)
      throws IOException {
    RawTransaction transaction =
        RawTransaction.createTransaction(nonce(), gasPrice, gasLimit, to, value, data);
    SignatureData signature = sign(TransactionEncoder.encode(transaction, chainId));
    return send(
        TransactionEncoder.encode(
            transaction, TransactionEncoder.createEip155SignatureData(signature, chainId)));
  }

  @Override
  public EthSendTransaction sendEIP1559Transaction(
      long chain,
      BigInteger maxPriorityFeePerGas,
      BigInteger maxFeePerGas,
      BigInteger gasLimit,
      String to,
      String data,
      BigInteger value,
      boolean constructor)
      throws IOException {
    RawTransaction transaction =
        RawTransaction.createTransaction(
            chain, nonce(), gasLimit, to, value, data, maxPriorityFeePerGas, maxFeePerGas);
    return send(
        TransactionEncoder.encode(transaction, sign(TransactionEncoder.encode(transaction))));
  }

  @Override
  public String sendCall(String to, String data, DefaultBlockParameter block) throws IOException {
    EthCall answer =
        web3j
            .ethCall(Transaction.createEthCallTransaction(getFromAddress(), to, data), block)
            .send();
    if (answer.hasError()) {
      throw new IOException(
          "the chain refuses a call to " + to + ": " + answer.getError().getMessage());
    }
    return answer.getValue();
  }

  @Override
  public EthGetCode getCode(String contract, DefaultBlockParameter block) throws IOException {
    return web3j.ethGetCode(contract, block).send();
  }

  private BigInteger nonce() throws IOException {
    return web3j
        .ethGetTransactionCount(getFromAddress(), DefaultBlockParameterName.PENDING)
        .send()
        .getTransactionCount();
  }

  private EthSendTransaction send(byte[] raw) throws IOException {
    return web3j.ethSendRawTransaction("0x" + HexFormat.of().formatHex(raw)).send();
  }

  private SignatureData sign(byte[] unsigned) {
    Bytes32 digest = Keccak256.hash(unsigned);
    byte[] rsv = signer.sign(digest).toBytes().toByteArray();
    return new SignatureData(
        rsv[64], Arrays.copyOfRange(rsv, 0, 32), Arrays.copyOfRange(rsv, 32, 64));
  }
}
