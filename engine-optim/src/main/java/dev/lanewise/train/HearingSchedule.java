package dev.lanewise.train;

import dev.lanewise.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells a schedule how good each epoch was, and keeps what it remembers of that with the checkpoints. */
final class HearingSchedule implements Callback {

    private final Schedule schedule;

    HearingSchedule(Schedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public void afterEpoch(Training training, History.Epoch epoch) {
        schedule.observe(Monitor.lowest("loss").of(epoch));
    }

    @Override
    public TrainingState.CallbackState state() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (double number : schedule.state()) {
            numbers.put(Integer.toString(numbers.size()), number);
        }
        return new TrainingState.CallbackState(numbers, Map.of());
    }

    /** Tried out: only the schedule knows what it can take over. */
    @Override
    public void check(Training training, TrainingState.CallbackState state) {
        double[] before = schedule.state();
        try {
            restore(state);
        } finally {
            schedule.restore(before);
        }
    }

    @Override
    public void restore(TrainingState.CallbackState state) {
        double[] numbers = new double[state.numbers().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = state.number(Integer.toString(i));
        }
        schedule.restore(numbers);
    }
}
