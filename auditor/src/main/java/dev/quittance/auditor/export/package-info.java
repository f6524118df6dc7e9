/** Copies of a log with all that an audit needs: written from topics, read in their place. */
@NullMarked
package dev.quittance.auditor.export;

import org.jspecify.annotations.NullMarked;
