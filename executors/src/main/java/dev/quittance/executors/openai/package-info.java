/** Models behind an endpoint that speaks OpenAI's chat completions. */
@NullMarked
package dev.quittance.executors.openai;

import org.jspecify.annotations.NullMarked;
