/** Where an audit reads a log: its records and all that was published about it. */
@NullMarked
package dev.quittance.auditor.source;

import org.jspecify.annotations.NullMarked;
