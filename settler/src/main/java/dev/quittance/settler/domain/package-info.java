/** What the settler decides, as pure functions. */
@NullMarked
package dev.quittance.settler.domain;

import org.jspecify.annotations.NullMarked;
