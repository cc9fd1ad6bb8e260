package dev.lanewise.io.checkpoint;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;

/** Lines that a person can read: members of objects below each other, unless the writer says {@link #onOneLine}. */
final class JsonLayout implements PrettyPrinter {

    private int depth;
    private boolean onOneLine;

    ObjectWriteContext context() {
        return new ObjectWriteContext.Base() {
            @Override
            public PrettyPrinter getPrettyPrinter() {
                return JsonLayout.this;
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        };
    }

    /** Lets {@code write} write on one line. What was begun before, it may end. */
    void onOneLine(Runnable write) {
        boolean before = onOneLine;
        onOneLine = true;
        write.run();
        onOneLine = before;
    }

    /** Lets {@code write} break lines, inside of a line. */
    void onSeveralLines(Runnable write) {
        boolean before = onOneLine;
        onOneLine = false;
        write.run();
        onOneLine = before;
    }

    private void breakLine(JsonGenerator json) {
        if (!onOneLine) {
            json.writeRaw("\n" + "  ".repeat(depth));
        }
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator json) {}

    @Override
    public void writeStartObject(JsonGenerator json) {
        json.writeRaw('{');
        depth++;
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) {
        depth--;
        if (entries > 0) {
            breakLine(json);
        }
        json.writeRaw('}');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) {
        json.writeRaw(onOneLine ? ", " : ",");
        breakLine(json);
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator json) {
        json.writeRaw(": ");
    }

    @Override
    public void writeStartArray(JsonGenerator json) {
        json.writeRaw('[');
        depth++;
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) {
        depth--;
        if (values > 0) {
            breakLine(json);
        }
        json.writeRaw(']');
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) {
        json.writeRaw(onOneLine ? ", " : ",");
        breakLine(json);
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) {
        breakLine(json);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) {
        breakLine(json);
    }
}
