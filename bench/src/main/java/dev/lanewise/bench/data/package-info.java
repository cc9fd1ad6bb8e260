/** What happens beside the arithmetic: reading data sets, making batches, saving and loading models. */
package dev.lanewise.bench.data;
