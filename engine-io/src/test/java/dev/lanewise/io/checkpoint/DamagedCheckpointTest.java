package dev.lanewise.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.io.FileFormatException;
import dev.lanewise.layers.Linear;
import dev.lanewise.layers.Relu;
import dev.lanewise.layers.Sequential;
import dev.lanewise.random.Philox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file, reading it ends in one sentence that begins with the file's name, and nothing worse. */
class DamagedCheckpointTest {

    @TempDir
    Path folder;

    private Path file;
    private String good;

    @BeforeEach
    void saveAModel() throws IOException {
        file = folder.resolve("model.json");
        Philox random = Philox.seeded(1);
        Checkpoint.save(file, Sequential.of(Linear.of(3, 2, random), new Relu(), Linear.of(2, 130, random)));
        good = Files.readString(file);
        assertThat(SavedModel.read(file).model().parameters().size()).isEqualTo(4);
    }

    @Test
    void cutOffAnywhere() throws IOException {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertRefused();
        }
    }

    @Test
    void aChangedBitAnywhere() throws IOException {
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        for (int position = 0; position < bytes.length; position++) {
            bytes[position] ^= (byte) (1 << position % 7);
            Files.write(file, bytes);
            assertRefused();
            bytes[position] ^= (byte) (1 << position % 7);
        }
    }

    private void assertRefused() {
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .extracting(Throwable::getMessage).asString().doesNotContain("\n");
    }

    @Test
    void saysThatItIsCutOff() throws IOException {
        Files.writeString(file, good.substring(0, good.length() - 60));
        assertProblem("the file is cut off or was changed: expected a checksum at its end, after " + (good.length() - 60) + " bytes");
    }

    @Test
    void saysThatItWasChanged() throws IOException {
        Files.writeString(file, good.replaceFirst("\"values\": \\[-?0\\.\\d", "\"values\": [0.9"));
        assertProblem("the file was changed or damaged after it was saved: its checksum should be");
    }

    @Test
    void anotherVersionAndOtherFiles() throws IOException {
        write("\"version\": 1", "\"version\": 2");
        assertProblem("expected a checkpoint of version 1, found version 2, which a newer Lanewise has written; use that one");
        write("\"version\": 1", "\"version\": 0");
        assertProblem("expected a checkpoint of version 1, found version 0");
        Files.writeString(file, "");
        assertProblem("expected a Lanewise checkpoint, found an empty file");
        for (String other : new String[] {
            "{}", "[1, 2]", "{\"format\": \"onnx\"}", "hello", "{\"version\": 1}", "\u0000\u0001\u0002", "{\"format\": 5}"
        }) {
            Files.writeString(file, other);
            assertProblem("this is not a Lanewise checkpoint: expected it to begin with {\"format\": \"lanewise-checkpoint\"");
        }
    }

    @Test
    void parametersThatDoNotFitTheArchitecture() throws IOException {
        write("\"0.bias\": {", "\"0.bios\": {");
        assertProblem("parameter 0.bias of shape [2] is missing");
        write("\"0.bias\": {", "\"7.bias\": {\"shape\": [0], \"values\": []},\n    \"0.bias\": {");
        assertProblem("the architecture has no place for the parameters [7.bias]");
        write("\"0.bias\": {", "\"0.bias\": {\"shape\": [0], \"values\": []},\n    \"0.bias\": {");
        assertProblem("\"0.bias\" occurs twice");
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [1, 2]");
        assertProblem("parameter 0.bias should have shape [2] by the architecture, found [1, 2]");
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [3]");
        assertProblem("shape [3] needs 3 values, found 2");
    }

    /** The checksum fits, and the parameters are those of the architecture, but no such layer can be. */
    @Test
    void parametersOfAWrongRank() throws IOException {
        Files.writeString(file, checked(good.replace("\"shape\": [2, 3]", "\"shape\": [6]")));
        assertProblem("architecture: model.layers.0: linear: expected a weight of shape [out, in], found [6]");
        Files.writeString(file, checked(good.replace("\"shape\": [2]", "\"shape\": [1, 2]")));
        assertProblem("architecture: model.layers.0: linear: expected a bias of shape [2] for the weight [2, 3], found [1, 2]");
        write("{\"type\": \"Relu\"}", "null");
        assertRefused();
    }

    @Test
    void absurdShapesTakeNoMemory() throws IOException {
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [2000000000]");
        assertProblem("shape [2000000000] has more values than fit into a file of " + Files.size(file) + " bytes");
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [2000000000, 2000000000]");
        assertProblem("has more elements than one Java array can hold");
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [-2]");
        assertProblem("every dimension must be at least 0");
        write("\"0.bias\": {\"shape\": [2]", "\"0.bias\": {\"shape\": [99999999999999999999]");
        assertProblem("expected an integer with 64 bits, found 99999999999999999999");
        write("{\"type\": \"Relu\"}", "{\"type\": \"Relu\", \"negativeSlope\": 1}");
        assertProblem("Relu has no [negativeSlope]");
    }

    @Test
    void numbersThatAreNone() throws IOException {
        for (String wrong : new String[] {"NaN", "\"NaN\"", "Infinity", "1e99", "0x10", "null", "01", "[1]", "true"}) {
            Files.writeString(file, checked(good.replaceFirst("(\"0.bias\": .*\"values\": \\[)[^,]*", "$1" + wrong)));
            assertRefused();
        }
    }

    @Test
    void deepNestingAndLongTexts() throws IOException {
        write("{\"type\": \"Relu\"}", "[".repeat(100_000) + "]".repeat(100_000));
        assertProblem("no checkpoint looks like that");
        write("{\"type\": \"Relu\"}", "\"" + "x".repeat(1 << 20) + "\"");
        assertProblem("no checkpoint looks like that");
        write("\"Relu\"", "\"java.lang.ProcessBuilder\"");
        assertProblem("the layer type java.lang.ProcessBuilder is not known here");
        write("\"Relu\"", "5");
        assertProblem("expected a map with the name of its \"type\", found 5");
    }

    @Test
    void base64ThatIsNone() throws IOException {
        String chunk = good.substring(good.indexOf("\"base64\": [") + 11);
        String letters = chunk.substring(chunk.indexOf('"') + 1, chunk.indexOf('"', chunk.indexOf('"') + 1));
        write(letters, letters.substring(0, 8) + "!" + letters.substring(9));
        assertProblem("this is not base64");
        write(letters, letters.substring(4));
        assertProblem("more values of 4 bytes, found 1037 bytes");
        write("\"" + letters + "\"", "\"" + letters + "\", \"" + letters + "\"");
        assertProblem("expected at most 0 more values of 4 bytes");
        write("\"" + letters + "\"", "");
        assertProblem("found 0");
    }

    @Test
    void aModelAloneCannotBeResumed() {
        assertThatThrownBy(() -> new JsonCheckpointStore().load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("holds a model without the state of its training");
    }

    /** Writes the good file with a change, and a checksum that fits. */
    private void write(String before, String after) throws IOException {
        assertThat(good).contains(before);
        int place = good.indexOf(before);
        if (before.startsWith("\"0.bias\"")) {
            place = good.indexOf(before, good.indexOf("\"parameters\""));
        }
        Files.writeString(file, checked(good.substring(0, place) + after + good.substring(place + before.length())));
    }

    private static String checked(String text) {
        String body = text.substring(0, text.length() - CheckpointFormat.TRAILER_LENGTH);
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return body + new String(CheckpointFormat.trailer(crc.getValue()), StandardCharsets.US_ASCII);
    }

    private void assertProblem(String expected) {
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected);
    }
}
