package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes32;

/**
 * An Avro schema whose records count as decodable.
 *
 * @param id the registry's id, as records carry it
 * @param fingerprint SHA-256 of the Parsing Canonical Form
 */
public record AcceptedSchema(long id, Bytes32 fingerprint) {}
