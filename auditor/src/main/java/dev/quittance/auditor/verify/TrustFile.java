package dev.quittance.auditor.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.bundle.Trust;

/**
 * The file that names whom a verifier trusts: {@code {"origin","verifierKey"}}, with {@code
 * "chainId"} (a decimal string or a number), {@code "contract"} and {@code "vault"} if they are
 * known. Stateless.
 */
public final class TrustFile {
  private TrustFile() {}

  /**
   * Reads the file's text.
   *
   * @param name the file's name, for errors
   * @throws IllegalArgumentException naming file and member, with what is expected
   */
  public static Trust parse(String name, String text) {
    try {
      return Trust.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s; expected {\"origin\":\"…\",\"verifierKey\":\"…\"} and, if known, \"chainId\":\"…\",\"contract\":\"0x…\",\"vault\":\"0x…\""
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** The file's text, indented, with a line break at its end. */
  public static String write(Trust trust) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("origin", trust.origin());
    json.put("verifierKey", trust.verifierKey().toString());
    trust.chainId().ifPresent(chainId -> json.put("chainId", chainId.toString()));
    trust.contract().ifPresent(contract -> json.put("contract", contract.toString()));
    trust.vault().ifPresent(vault -> json.put("vault", vault.toString()));
    return json.toPrettyString() + "\n";
  }
}
