/** What reading and writing files has in common. */
@NullMarked
package dev.lanewise.io;

import org.jspecify.annotations.NullMarked;
