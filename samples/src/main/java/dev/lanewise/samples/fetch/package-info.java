/** Known data sets, and how they get here. */
@NullMarked
package dev.lanewise.samples.fetch;

import org.jspecify.annotations.NullMarked;
