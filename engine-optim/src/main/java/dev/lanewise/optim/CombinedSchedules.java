package dev.lanewise.optim;

import java.util.Arrays;

/** Two schedules in one; both hear the scores. */
abstract class CombinedSchedules implements Schedule {

    private final Schedule first;
    private final Schedule second;

    CombinedSchedules(Schedule first, Schedule second) {
        this.first = first;
        this.second = second;
    }

    final Schedule first() {
        return first;
    }

    final Schedule second() {
        return second;
    }

    @Override
    public void observe(double score) {
        first.observe(score);
        second.observe(score);
    }

    @Override
    public double[] state() {
        double[] before = first.state();
        double[] after = second.state();
        double[] both = Arrays.copyOf(before, before.length + after.length);
        System.arraycopy(after, 0, both, before.length, after.length);
        return both;
    }

    @Override
    public void restore(double[] state) {
        int length = first.state().length;
        if (state.length != length + second.state().length) {
            throw new IllegalArgumentException("schedule: expected a state of " + (length + second.state().length) + " numbers, found "
                    + state.length + "; go on with the schedule that the training began with");
        }
        first.restore(Arrays.copyOf(state, length));
        second.restore(Arrays.copyOfRange(state, length, state.length));
    }
}
