/** Content identifiers and the file format of IPFS, computed here so that no node is believed. */
@NullMarked
package dev.quittance.platform.blob.ipfs;

import org.jspecify.annotations.NullMarked;
