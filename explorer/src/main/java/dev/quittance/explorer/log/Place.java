package dev.quittance.explorer.log;

/** Where a record of the log stands. */
record Place(int partition, long offset) {}
