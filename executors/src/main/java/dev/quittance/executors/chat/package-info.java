/**
 * The executor {@code chat}: free-form work by a system prompt, as Gigent's agents do it, behind an
 * OpenAI-compatible endpoint or Anthropic's.
 */
@NullMarked
package dev.quittance.executors.chat;

import org.jspecify.annotations.NullMarked;
