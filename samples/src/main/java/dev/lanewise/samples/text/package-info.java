/** Text that the program writes itself. */
@NullMarked
package dev.lanewise.samples.text;

import org.jspecify.annotations.NullMarked;
