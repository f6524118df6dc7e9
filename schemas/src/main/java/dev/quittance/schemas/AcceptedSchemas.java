package dev.quittance.schemas;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogRules;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The schemas that a log's rules accept, found among those that this build knows. */
public final class AcceptedSchemas {
  private AcceptedSchemas() {}

  /**
   * A codec that decodes what the rules accept and nothing else.
   *
   * @throws IllegalStateException when the rules name a schema that this build does not know
   */
  public static ReceiptsCodec codec(LogRules rules) {
    return codec(rules.schemas());
  }

  /**
   * A codec that decodes what the rules of any epoch accept, for readers of what the log accepted.
   *
   * @throws IllegalStateException when the rules name a schema that this build does not know
   */
  public static ReceiptsCodec codec(LogEpochs epochs) {
    return codec(epochs.all().stream().flatMap(epoch -> epoch.rules().schemas().stream()).toList());
  }

  private static ReceiptsCodec codec(List<AcceptedSchema> schemas) {
    Schema current = Topics.RECEIPTS.schema();
    Bytes32 known = fingerprint(current);
    Map<Integer, Schema> accepted = new HashMap<>();
    for (AcceptedSchema schema : schemas) {
      if (!schema.fingerprint().equals(known)) {
        throw new IllegalStateException(
            "the log's rules accept receipts under a schema with fingerprint "
                + schema.fingerprint()
                + ", which this version of Quittance does not know; use the version that wrote the"
                + " rules or a newer one");
      }
      accepted.put(Math.toIntExact(schema.id()), current);
    }
    return new ReceiptsCodec(accepted);
  }

  /** SHA-256 of a schema's Parsing Canonical Form (Avro specification). */
  public static Bytes32 fingerprint(Schema schema) {
    try {
      return Bytes32.wrap(SchemaNormalization.parsingFingerprint("SHA-256", schema));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
