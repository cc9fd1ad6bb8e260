/** A set of handwritten-looking digits that is drawn instead of downloaded. */
@NullMarked
package dev.lanewise.samples.digits;

import org.jspecify.annotations.NullMarked;
