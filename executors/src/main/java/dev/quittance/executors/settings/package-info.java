/** The settings of executors: checked against their schema, then read; secrets from files. */
@NullMarked
package dev.quittance.executors.settings;

import org.jspecify.annotations.NullMarked;
