/** What calls of models have in common, whatever API they go by: prices, and what errors mean. */
@NullMarked
package dev.quittance.executors.model;

import org.jspecify.annotations.NullMarked;
