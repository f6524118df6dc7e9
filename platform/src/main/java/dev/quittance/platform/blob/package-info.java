/** Content-addressed storage of payloads. */
@NullMarked
package dev.quittance.platform.blob;

import org.jspecify.annotations.NullMarked;
