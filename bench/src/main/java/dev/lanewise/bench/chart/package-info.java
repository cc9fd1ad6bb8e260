/** Charts as SVG, for documents. */
@NullMarked
package dev.lanewise.bench.chart;

import org.jspecify.annotations.NullMarked;
