/** Tests of the whole system from outside: its program, its HTTP interface, its topics. */
@NullMarked
package dev.quittance.acceptance;

import org.jspecify.annotations.NullMarked;
