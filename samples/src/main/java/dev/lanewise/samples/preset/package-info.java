/** The models that the command line can train, one readable file each. */
@NullMarked
package dev.lanewise.samples.preset;

import org.jspecify.annotations.NullMarked;
