/** What JSON documents must look like. */
@NullMarked
package dev.quittance.executors.json;

import org.jspecify.annotations.NullMarked;
