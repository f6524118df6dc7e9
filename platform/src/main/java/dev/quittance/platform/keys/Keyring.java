package dev.quittance.platform.keys;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Hkdf;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.MnemonicUtils;

/**
 * All keys of a line, derived from one BIP-39 mnemonic when they are first asked for.
 *
 * <pre>
 * m/44'/60'/0'/0/0    house agent: signs receipts of orders that ended before any step ran
 * m/44'/60'/0'/0/i    agents, i from 1
 * m/44'/60'/1'/0/0    operator: closes periods and anchors them
 * m/44'/60'/1'/0/1    payer: sends claims for vendors
 * m/44'/60'/1'/0/2    deployer: deploys the contracts
 * m/44'/60'/2'/0/i    sample buyers of the demo
 * </pre>
 *
 * <p>The operator and the payer send transactions from different keys, since each key has one
 * writer. Agents may have their keys in a {@link RemoteSigner} instead, which is only named here;
 * all other keys stay local. From the same seed come by HKDF the Ed25519 keys of checkpoints and of
 * receipts in AgentRunner's form, the masters of salted details, and the secrets that sign outgoing
 * webhooks. Safe for any number of threads; no secret shows in its text.
 */
public final class Keyring {
  /** The agent accounts that {@link #agent(Address)} searches. */
  public static final int MAX_AGENTS = 2000;

  private static final int AGENTS = 0;
  private static final int OPERATIONS = 1;
  private static final int BUYERS = 2;
  private static final byte[] NOTE_KEY_INFO =
      "quittance-note-key/v1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] RUNNER_KEY_INFO =
      "quittance-runner-key/v1".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DETAILS_KEY_INFO =
      "quittance-details-key/v1".getBytes(StandardCharsets.UTF_8);

  private static final byte[] WEBHOOK_KEY_INFO =
      "quittance-webhook-key/v1".getBytes(StandardCharsets.UTF_8);

  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final Bip32ECKeyPair purpose;
  private final Hkdf.Extracted secrets;
  private final Bytes32 noteSeed;
  private final Bytes32 runnerSeed;
  private final Hkdf.Extracted detailsKey;
  private final Hkdf.Extracted webhookKey;

  /** Each step of a derivation costs a point multiplication, so all but the last are kept. */
  private final Map<Integer, Bip32ECKeyPair> branches = new ConcurrentHashMap<>();

  private final Map<Integer, Signer> agents = new ConcurrentHashMap<>();
  private final Map<Address, Signer> agentsByAddress = new ConcurrentHashMap<>();

  private final Optional<Signer> rotatedOperator;
  private final Optional<RemoteSignerSettings> remote;

  private Keyring(byte[] seed) {
    this(
        Bip32ECKeyPair.deriveKeyPair(
            Bip32ECKeyPair.generateKeyPair(seed),
            new int[] {44 | Bip32ECKeyPair.HARDENED_BIT, 60 | Bip32ECKeyPair.HARDENED_BIT}),
        Hkdf.extract(Sha256.hash(seed)),
        Optional.empty(),
        Optional.empty());
  }

  private Keyring(
      Bip32ECKeyPair purpose,
      Hkdf.Extracted secrets,
      Optional<Signer> rotatedOperator,
      Optional<RemoteSignerSettings> remote) {
    this.rotatedOperator = rotatedOperator;
    this.purpose = purpose;
    this.secrets = secrets;
    this.noteSeed = secrets.expand(NOTE_KEY_INFO);
    this.runnerSeed = secrets.expand(RUNNER_KEY_INFO);
    this.detailsKey = Hkdf.extract(secrets.expand(DETAILS_KEY_INFO));
    this.webhookKey = Hkdf.extract(secrets.expand(WEBHOOK_KEY_INFO));
    this.remote = remote;
  }

  /** The same keys, with a remote signer for the agents whose addresses it holds. */
  public Keyring withRemote(RemoteSignerSettings signer) {
    return new Keyring(purpose, secrets, rotatedOperator, Optional.of(signer));
  }

  /** The same keys, with another operator's: the one that the line's key was rotated to. */
  public Keyring withOperator(Signer operator) {
    return new Keyring(purpose, secrets, Optional.of(operator), remote);
  }

  /** The remote signer that signs for the agents whose addresses it holds, if there is one. */
  public Optional<RemoteSignerSettings> remote() {
    return remote;
  }

  /** The keys of a mnemonic without passphrase. */
  public static Keyring of(String mnemonic) {
    return new Keyring(MnemonicUtils.generateSeed(mnemonic, ""));
  }

  /** A new mnemonic of twelve words from 128 bits of entropy. */
  public static String newMnemonic(byte[] entropy) {
    if (entropy.length != 16) {
      throw new IllegalArgumentException("expected 16 bytes of entropy, got " + entropy.length);
    }
    return MnemonicUtils.generateMnemonic(entropy);
  }

  /** Signs for stages: refusals, cancellations of orders that never had a vendor. */
  public Signer houseAgent() {
    return agent(0);
  }

  /** The agent with this account number; 0 is the house agent. */
  public Signer agent(int account) {
    return agents.computeIfAbsent(
        account,
        index -> {
          Signer signer = derive(AGENTS, index);
          agentsByAddress.put(signer.address(), signer);
          return signer;
        });
  }

  /** The agent with this address, if it is one of the first {@link #MAX_AGENTS} accounts. */
  public Optional<Signer> agent(Address address) {
    Signer known = agentsByAddress.get(address);
    for (int account = 0; known == null && account < MAX_AGENTS; account++) {
      Signer candidate = agent(account);
      known = candidate.address().equals(address) ? candidate : null;
    }
    return Optional.ofNullable(known);
  }

  /** Closes periods and anchors them. */
  public Signer operator() {
    return rotatedOperator.orElseGet(() -> derive(OPERATIONS, 0));
  }

  /** Sends claims for vendors. */
  public Signer payer() {
    return derive(OPERATIONS, 1);
  }

  /** Deploys the contracts; on the devnet it also relays what buyers sign. */
  public Signer deployer() {
    return derive(OPERATIONS, 2);
  }

  /** A sample buyer of the demo. */
  public Signer buyer(int index) {
    return derive(BUYERS, index);
  }

  /** The Ed25519 seed that signs checkpoints. */
  public Bytes32 noteSeed() {
    return noteSeed;
  }

  /** The Ed25519 seed that signs receipts in AgentRunner's form. */
  public Bytes32 runnerSeed() {
    return runnerSeed;
  }

  /**
   * The master of one receipt's salted details. It is derived and not drawn, so that a transaction
   * that is aborted and repeated makes the same receipt.
   *
   * @param receiptId what no other receipt has
   */
  public Bytes32 detailsMaster(Bytes32 receiptId) {
    return detailsKey.expand(receiptId.toByteArray());
  }

  /**
   * The key that signs what one webhook endpoint is sent. It is derived and kept nowhere.
   *
   * @param version number of the endpoint's secret, which is higher after each rotation
   */
  public Bytes32 webhookSecret(String tenant, String endpointId, int version) {
    String info = String.join("\0", "quittance-webhook/v1", tenant, endpointId, "" + version);
    return webhookKey.expand(info.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "Keyring[operator=" + operator().address() + "]";
  }

  private Signer derive(int branch, int index) {
    Bip32ECKeyPair parent =
        branches.computeIfAbsent(
            branch,
            b ->
                Bip32ECKeyPair.deriveKeyPair(
                    purpose, new int[] {b | Bip32ECKeyPair.HARDENED_BIT, 0}));
    Bip32ECKeyPair pair = Bip32ECKeyPair.deriveKeyPair(parent, new int[] {index});
    return new LocalSigner(signatures, signatures.key(secretOf(pair.getPrivateKey())));
  }

  private static Bytes32 secretOf(BigInteger key) {
    byte[] raw = key.toByteArray();
    byte[] secret = new byte[32];
    int length = Math.min(raw.length, 32);
    System.arraycopy(raw, raw.length - length, secret, 32 - length, length);
    Arrays.fill(raw, (byte) 0);
    return Bytes32.wrap(secret);
  }

  private record LocalSigner(Secp256k1Signatures signatures, SigningKey key) implements Signer {
    @Override
    public Address address() {
      return key.address();
    }

    @Override
    public EcdsaSignature sign(Bytes32 digest) {
      return signatures.sign(digest, key);
    }
  }
}
