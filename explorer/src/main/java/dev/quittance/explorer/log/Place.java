package dev.quittance.explorer.log;

/**
 * Where a record of the log stands.
 *
 * @param number its partition's among those of all epochs
 * @param offset in that partition
 */
record Place(int number, long offset) {}
