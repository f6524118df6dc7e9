/** Content-addressed storage of payloads, and storage of what is public under a name. */
@NullMarked
package dev.quittance.platform.blob;

import org.jspecify.annotations.NullMarked;
