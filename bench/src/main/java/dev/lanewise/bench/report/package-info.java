/** Reads what JMH wrote with {@code -rf json}: a table with shares of the machine's peak, and a comparison of two files. */
@NullMarked
package dev.lanewise.bench.report;

import org.jspecify.annotations.NullMarked;
