/** Time series: windows and horizons, scaling that is saved with the model, and walk-forward evaluation. */
@NullMarked
package dev.lanewise.io.series;

import org.jspecify.annotations.NullMarked;
