/**
 * The audit of a whole log: everything is recomputed from records and compared with what was
 * published.
 */
@NullMarked
package dev.quittance.auditor;

import org.jspecify.annotations.NullMarked;
