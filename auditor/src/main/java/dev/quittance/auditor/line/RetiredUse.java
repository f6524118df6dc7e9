package dev.quittance.auditor.line;

import dev.quittance.auditor.Place;
import dev.quittance.receipts.crypto.Address;

/**
 * A receipt that counts although its agent's address was rotated before its period.
 *
 * @param place where it stands
 * @param address who signed it
 */
public record RetiredUse(Place place, Address address) {}
