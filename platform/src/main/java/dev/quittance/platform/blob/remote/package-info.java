/** Stores elsewhere that give payloads a URI: HTTP and IPFS. */
@NullMarked
package dev.quittance.platform.blob.remote;

import org.jspecify.annotations.NullMarked;
