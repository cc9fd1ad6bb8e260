/** Texts: vocabularies of characters, words and byte pairs, examples for classifiers, and windows for language models. */
@NullMarked
package dev.lanewise.io.text;

import org.jspecify.annotations.NullMarked;
