package dev.lanewise.io.table;

/**
 * How numbers are brought to a range that networks learn from, and back: y = (x − offset)/scale.
 *
 * @param offset finite
 * @param scale finite and above 0
 */
public record Scale(double offset, double scale) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are not finite, or the scale is not above 0
     */
    public Scale {
        if (!Double.isFinite(offset) || !(scale > 0) || !Double.isFinite(scale) || !Double.isFinite(1 / scale)) {
            throw new IllegalArgumentException("expected a finite offset and a scale above 0, found " + offset + " and " + scale);
        }
    }

    /** y = (x − offset)/scale. */
    public double apply(double x) {
        return (x - offset) / scale;
    }

    /** x = y·scale + offset. */
    public double invert(double y) {
        return y * scale + offset;
    }

    /** Goes once over the numbers that are to be scaled. */
    public static final class Fit {

        private final Normalizer normalizer;
        private long count;
        private double mean;
        private double squares;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        /** Before the first number. */
        public Fit(Normalizer normalizer) {
            this.normalizer = normalizer;
        }

        /** Takes a number. Mean and squared deviations by Welford's method (1962), which needs one pass and loses no digits. */
        public void add(double number) {
            count++;
            double before = number - mean;
            mean += before / count;
            squares += before * (number - mean);
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
        }

        /**
         * What these numbers are scaled by. Numbers that are all equal get the scale 1: they become 0.
         *
         * @param name what the numbers are, for the message
         * @throws IllegalArgumentException that names them, if they are so large that their offset or scale is not finite
         */
        public Scale done(String name) {
            double offset = switch (normalizer) {
                case NONE -> 0;
                case STANDARDIZE -> mean;
                case MIN_MAX -> least;
            };
            double scale = switch (normalizer) {
                case NONE -> 1;
                case STANDARDIZE -> Math.sqrt(squares / count);
                case MIN_MAX -> greatest - least;
            };
            if (count == 0) {
                return new Scale(0, 1);
            }
            if (!(Double.isFinite(offset) && Double.isFinite(scale))) {
                throw new IllegalArgumentException(name + ": expected numbers with a finite offset and scale, found " + offset + " and "
                        + scale + " for numbers from " + least + " to " + greatest + "; use a smaller unit, or leave them out");
            }
            boolean isUsable = scale > 0 && Double.isFinite(1 / scale);
            return new Scale(offset, isUsable ? scale : 1);
        }
    }
}
