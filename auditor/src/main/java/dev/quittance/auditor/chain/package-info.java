/** What the chain says about a log, read by the auditor itself. */
@NullMarked
package dev.quittance.auditor.chain;

import org.jspecify.annotations.NullMarked;
