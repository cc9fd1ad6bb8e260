/** Writing sequences with a {@link dev.lanewise.layers.LanguageModel}: token by token, drawn by chance, or searched for. */
@NullMarked
package dev.lanewise.generation;

import org.jspecify.annotations.NullMarked;
