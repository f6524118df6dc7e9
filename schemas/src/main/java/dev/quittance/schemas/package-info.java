/** The contracts between stages: topics, their record types and how receipts stand on the wire. */
@NullMarked
package dev.quittance.schemas;

import org.jspecify.annotations.NullMarked;
