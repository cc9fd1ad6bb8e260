/** Metrics: what people want to know about a model, added up batch by batch. */
@NullMarked
package dev.lanewise.metric;

import org.jspecify.annotations.NullMarked;
