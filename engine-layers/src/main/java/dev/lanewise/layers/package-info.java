/** Layers, which are records; models, which are trees of them; their parameters, summaries and plain-data form. */
@NullMarked
package dev.lanewise.layers;

import org.jspecify.annotations.NullMarked;
