/** Tables: CSV files whose columns become inputs and targets, by an encoding that is fitted once and saved with the model. */
@NullMarked
package dev.lanewise.io.table;

import org.jspecify.annotations.NullMarked;
