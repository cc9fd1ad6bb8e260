/** What the engine chose on this machine, and how to choose otherwise. */
@NullMarked
package dev.lanewise.engine;

import org.jspecify.annotations.NullMarked;
