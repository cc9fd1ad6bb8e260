/** What a training leaves behind for people and for other programs: the history as JSON lines or CSV, and a page in HTML. */
@NullMarked
package dev.lanewise.io.report;

import org.jspecify.annotations.NullMarked;
