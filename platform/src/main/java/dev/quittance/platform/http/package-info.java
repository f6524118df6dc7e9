/** The HTTP listener and RFC 9457 problems. */
@NullMarked
package dev.quittance.platform.http;

import org.jspecify.annotations.NullMarked;
