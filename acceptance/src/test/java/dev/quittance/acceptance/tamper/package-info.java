/** What an operator could do to the records of an export. */
@NullMarked
package dev.quittance.acceptance.tamper;

import org.jspecify.annotations.NullMarked;
