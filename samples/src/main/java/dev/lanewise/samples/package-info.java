/** The command line. */
@NullMarked
package dev.lanewise.samples;

import org.jspecify.annotations.NullMarked;
