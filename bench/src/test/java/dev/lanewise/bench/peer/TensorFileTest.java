package dev.lanewise.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {

    @TempDir
    Path folder;

    @Test
    void tensorsAreReadAsTheyAreWritten() throws IOException {
        TensorFile.write(folder, "some", List.of(
                new TensorFile.Entry("0.weight", new long[] {2, 3}, new float[] {1, -2, 3.5f, 4, 5, 6}),
                new TensorFile.Entry(TensorFile.INPUTS, new long[] {1, 2}, new float[] {8, 9})));

        assertThat(Files.readString(folder.resolve("some.txt"))).isEqualTo("0.weight 2 3\ninputs 1 2\n");
        assertThat(Files.readAllBytes(folder.resolve("some.f32"))).hasSize(8 * Float.BYTES).startsWith(0, 0, 0x80, 0x3f);
        List<TensorFile.Entry> read = TensorFile.read(folder, "some");
        assertThat(TensorFile.weights(read)).singleElement().satisfies(entry -> {
            assertThat(entry.shape()).containsExactly(2, 3);
            assertThat(entry.values()).containsExactly(1, -2, 3.5f, 4, 5, 6);
        });
        assertThat(TensorFile.named(read, TensorFile.INPUTS).indices()).containsExactly(8, 9);
        assertThatThrownBy(() -> TensorFile.named(read, TensorFile.LABELS)).hasMessageContaining("labels");
    }

    @Test
    void tooFewOrTooManyNumbersAreAnError() throws IOException {
        Files.write(folder.resolve("bad.f32"), new byte[12]);
        Files.writeString(folder.resolve("bad.txt"), "a 2\n");
        assertThatThrownBy(() -> TensorFile.read(folder, "bad")).isInstanceOf(IOException.class).hasMessageContaining("expected 8 bytes, found 12");
        Files.writeString(folder.resolve("bad.txt"), "a 5\n");
        assertThatThrownBy(() -> TensorFile.read(folder, "bad")).isInstanceOf(IOException.class).hasMessageContaining("\"a 5\"");
    }
}
