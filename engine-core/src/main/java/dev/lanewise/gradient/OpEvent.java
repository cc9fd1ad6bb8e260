package dev.lanewise.gradient;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One op, forward or backward, for the Flight Recorder. Off unless a recording enables {@code dev.lanewise.Op}. */
@Name("dev.lanewise.Op")
@Label("Op")
@Category("Lanewise")
@Description("One op of the engine, forward or backward")
@Enabled(false)
@StackTrace(false)
final class OpEvent extends Event {

    @Label("Name")
    @Nullable String name;

    @Label("Shapes")
    @Description("The shapes of the inputs that can have a gradient, and of the output")
    @Nullable String shapes;

    @Label("FLOPs")
    @Description("Floating-point operations, 0 where nobody counts them")
    long flops;
}
