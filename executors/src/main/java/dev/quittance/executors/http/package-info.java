/** Outgoing HTTP for callers that may block, and the guard of where it may go. */
@NullMarked
package dev.quittance.executors.http;

import org.jspecify.annotations.NullMarked;
