/**
 * One family of kernels in each benchmark, through the public ops, forward alone and forward and backward. Each reports GFLOP/s or GB/s, to be
 * read beside the ceilings of {@link dev.lanewise.bench.peak} in the same run.
 */
package dev.lanewise.bench.kernel;
