/** Rows of the strict parsers, and their agreement with the published schemas and examples. */
@NullMarked
package dev.quittance.planning.document;

import org.jspecify.annotations.NullMarked;
