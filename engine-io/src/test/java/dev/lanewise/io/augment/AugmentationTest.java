package dev.lanewise.io.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.io.data.ArrayExamples;
import dev.lanewise.io.data.DataLoader;
import dev.lanewise.io.data.Examples;
import dev.lanewise.random.Philox;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Batch;
import dev.lanewise.train.Batches;
import dev.lanewise.train.Dataset;
import dev.lanewise.train.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {

    private static final int EXAMPLES = 23;
    private static final Shape IMAGE = Shape.of(3, 7, 5);

    /** Random images, each of which belongs to class i % 4. */
    private static Examples images() {
        Philox random = Philox.seeded(11);
        float[] pixels = new float[EXAMPLES * IMAGE.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return ArrayExamples.classified(IMAGE, pixels, IntStream.range(0, EXAMPLES).map(i -> i % 4).toArray(), 4);
    }

    private static final Augmentation EVERYTHING = Augmentation.of(new RandomCrop(2), new HorizontalFlip(0.5), new VerticalFlip(0.5),
            new Rotation(20), new Affine(10, 0.1, 0.8, 1.2, 10), new ColourJitter(0.3, 0.3, 0.3), new Cutout(3));

    private static List<float[]> examplesOf(Batches batches, int first) {
        List<float[]> examples = new ArrayList<>();
        batches.from(first).forEachRemaining(batch -> {
            int size = batch.inputs().size() / batch.size();
            for (int i = 0; i < batch.size(); i++) {
                examples.add(Arrays.copyOfRange(batch.inputs().array(), i * size, (i + 1) * size));
            }
        });
        return examples;
    }

    private static float[] applied(ImageStep step, Shape shape, float[] values, long seed) {
        // a neighbour on each side, which must stay as it is
        float[] three = new float[3 * values.length];
        Arrays.fill(three, 77);
        System.arraycopy(values, 0, three, values.length, values.length);
        Picture picture = new Picture();
        picture.show(Tensor.wrap(Shape.of(3, shape.dimension(0), shape.dimension(1), shape.dimension(2)), three), 1);
        step.apply(picture, Philox.seeded(seed));
        for (int i = 0; i < values.length; i++) {
            assertThat(three[i]).isEqualTo(77);
            assertThat(three[2 * values.length + i]).isEqualTo(77);
        }
        return Arrays.copyOfRange(three, values.length, 2 * values.length);
    }

    @Test
    void isAFunctionOfSeedEpochAndExampleAlone() {
        Dataset augmented = EVERYTHING.over(images());
        Order order = Order.shuffled(5, 2);
        List<float[]> whole = examplesOf(augmented.batches(4, order), 0);
        assertThat(examplesOf(augmented.batches(7, order), 0)).usingRecursiveComparison().isEqualTo(whole);
        assertThat(examplesOf(augmented.batches(4, order), 3)).usingRecursiveComparison().isEqualTo(whole.subList(12, EXAMPLES));
        try (Batches ahead = DataLoader.of(augmented, 3).batches(4, order)) {
            assertThat(examplesOf(ahead, 0)).usingRecursiveComparison().isEqualTo(whole);
        }
        assertThat(examplesOf(augmented.batches(4, Order.shuffled(5, 3)), 0).getFirst()).isNotEqualTo(whole.getFirst());
        assertThat(whole).allSatisfy(image -> assertThat(IntStream.range(0, image.length).mapToDouble(i -> image[i])).allMatch(v -> v >= 0 && v <= 1));
    }

    @Test
    void manyThreadsDrawTheSame() {
        Dataset augmented = EVERYTHING.over(images());
        List<float[]> expected = examplesOf(augmented.batches(5, Order.shuffled(1, 1)), 0);
        List<List<float[]>> found = IntStream.range(0, 8).parallel().mapToObj(i -> examplesOf(augmented.batches(5, Order.shuffled(1, 1)), 0)).toList();
        assertThat(found).allSatisfy(examples -> assertThat(examples).usingRecursiveComparison().isEqualTo(expected));
    }

    @Test
    void whereModelsAreJudgedNothingIsLeftToChance() {
        Examples images = images();
        List<float[]> plain = examplesOf(images.batches(4), 0);
        assertThat(examplesOf(EVERYTHING.over(images).batches(4), 0)).usingRecursiveComparison().isEqualTo(plain);
        List<float[]> normalized = examplesOf(Augmentation.of(new Normalize(List.of(1f, 2f, 3f), List.of(2f, 2f, 4f)), new Cutout(9)).over(images).batches(4), 0);
        assertThat(normalized.getFirst()[0]).isEqualTo((plain.getFirst()[0] - 1) / 2);
        assertThat(normalized.getFirst()[70]).isEqualTo((plain.getFirst()[70] - 3) / 4);
        Batch mixed = Augmentation.of(new Mixup(0.3, 4)).over(images).batches(4).iterator().next();
        assertThat(mixed.labels().array()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theDataSetStaysAsItIs() {
        Examples images = images();
        List<float[]> before = examplesOf(images.batches(4), 0);
        examplesOf(EVERYTHING.over(images).batches(4, Order.shuffled(1, 1)), 0);
        assertThat(examplesOf(images.batches(4), 0)).usingRecursiveComparison().isEqualTo(before);
    }

    private static final Shape SMALL = Shape.of(1, 3, 3);
    private static final float[] NINE = {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f};

    @Test
    void flipsExchangeSides() {
        assertThat(applied(new HorizontalFlip(1), SMALL, NINE, 1)).containsExactly(.3f, .2f, .1f, .6f, .5f, .4f, .9f, .8f, .7f);
        assertThat(applied(new VerticalFlip(1), SMALL, NINE, 1)).containsExactly(.7f, .8f, .9f, .4f, .5f, .6f, .1f, .2f, .3f);
        assertThat(applied(new HorizontalFlip(0), SMALL, NINE, 1)).containsExactly(NINE);
        long flipped = IntStream.range(0, 1000).filter(seed -> applied(new HorizontalFlip(0.3), SMALL, NINE, seed)[0] != .1f).count();
        assertThat(flipped).isBetween(250L, 350L);
    }

    @Test
    void aCropMovesTheImageByEveryStepEquallyOften() {
        int[] counts = new int[25];
        for (int seed = 0; seed < 2500; seed++) {
            float[] moved = applied(new RandomCrop(2), Shape.of(1, 5, 5), centred(), seed);
            int at = IntStream.range(0, 25).filter(i -> moved[i] == 1).findFirst().orElseThrow();
            counts[at]++;
        }
        assertThat(Arrays.stream(counts).boxed()).allSatisfy(count -> assertThat(count).isBetween(60, 145));
        assertThat(applied(new RandomCrop(0), SMALL, NINE, 1)).containsExactly(NINE);
        float[] far = applied(new RandomCrop(50), SMALL, NINE, 3);
        assertThat(far).hasSize(9);
    }

    private static float[] centred() {
        float[] image = new float[25];
        image[12] = 1;
        return image;
    }

    @Test
    void aTurnByAQuarterIsExact() {
        // of all angles that are drawn, look for those near a quarter, by comparing with the exact turn
        float[] turned = {.3f, .6f, .9f, .2f, .5f, .8f, .1f, .4f, .7f};
        boolean seen = false;
        for (int seed = 0; seed < 3000 && !seen; seed++) {
            float[] found = applied(new Rotation(180), SMALL, NINE, seed);
            seen = IntStream.range(0, 9).allMatch(i -> Math.abs(found[i] - turned[i]) < 0.02);
        }
        assertThat(seen).isTrue();
        assertThat(applied(new Rotation(0), SMALL, NINE, 1)).usingComparatorWithPrecision(1e-6f).containsExactly(NINE);
    }

    @Test
    void affineMapsScaleAndMove() {
        float[] wide = applied(new Affine(0, 0, 2, 2, 0), SMALL, NINE, 1);
        assertThat(wide).usingComparatorWithPrecision(1e-6f).containsExactly(.3f, .35f, .4f, .45f, .5f, .55f, .6f, .65f, .7f);
        float[] small = applied(new Affine(0, 0, 0.5, 0.5, 0), SMALL, NINE, 1);
        assertThat(small).usingComparatorWithPrecision(1e-6f).containsExactly(0, 0, 0, 0, .5f, 0, 0, 0, 0);
        assertThat(applied(new Affine(0, 0, 1, 1, 0), SMALL, NINE, 1)).usingComparatorWithPrecision(1e-6f).containsExactly(NINE);
        float[] sheared = applied(new Affine(0, 0, 1, 1, 45), SMALL, NINE, 4);
        assertThat(Arrays.copyOfRange(sheared, 3, 6)).usingComparatorWithPrecision(1e-6f).containsExactly(.4f, .5f, .6f);
        assertThat(sheared[1]).isNotCloseTo(.2f, within(1e-3f));
    }

    @Test
    void coloursChangeByTheirFactors() {
        float[] colours = new float[12];
        for (int i = 0; i < 12; i++) {
            colours[i] = 0.3f + 0.03f * i;
        }
        Shape shape = Shape.of(3, 2, 2);
        float[] brighter = applied(new ColourJitter(0.2, 0, 0), shape, colours, 3);
        float factor = brighter[0] / colours[0];
        assertThat(factor).isBetween(0.8f, 1.2f).isNotEqualTo(1);
        for (int i = 0; i < 12; i++) {
            assertThat(brighter[i]).isCloseTo(colours[i] * factor, within(1e-6f));
        }
        float[] harder = applied(new ColourJitter(0, 0.2, 0), shape, colours, 3);
        assertThat(grey(harder)).isCloseTo(grey(colours), within(1e-5));
        assertThat(harder[11] - harder[0]).isNotCloseTo(colours[11] - colours[0], within(1e-4f));
        float[] stronger = applied(new ColourJitter(0, 0, 0.5), shape, colours, 3);
        assertThat(grey(stronger)).isCloseTo(grey(colours), within(1e-5));
        assertThat(stronger[8] - stronger[0]).isNotCloseTo(colours[8] - colours[0], within(1e-4f));
        assertThat(applied(new ColourJitter(0, 0, 0), shape, colours, 3)).containsExactly(colours);
    }

    private static double grey(float[] colours) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += 0.299 * colours[i] + 0.587 * colours[4 + i] + 0.114 * colours[8 + i];
        }
        return sum / 4;
    }

    @Test
    void cutoutBlackensOneSquareInAllChannels() {
        float[] image = new float[3 * 81];
        Arrays.fill(image, 1);
        int most = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] cut = applied(new Cutout(3), Shape.of(3, 9, 9), image, seed);
            int black = (int) IntStream.range(0, 81).filter(i -> cut[i] == 0).count();
            assertThat(black).isBetween(4, 9);
            most = Math.max(most, black);
            assertThat(Arrays.copyOfRange(cut, 81, 162)).containsExactly(Arrays.copyOf(cut, 81));
        }
        assertThat(most).isEqualTo(9);
    }

    @Test
    void mixupMixesInputsAndTargetsAlike() {
        float[] inputs = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        Examples examples = ArrayExamples.classified(Shape.of(3), inputs, new int[] {0, 1, 2}, 3);
        boolean mixed = false;
        for (int epoch = 1; epoch < 50; epoch++) {
            Batch batch = Augmentation.of(new Mixup(1, 3)).over(examples).batches(3, Order.shuffled(1, epoch)).iterator().next();
            assertThat(batch.values().shape()).isEqualTo(Shape.of(3, 3));
            assertThat(batch.values().toArray()).containsExactly(batch.inputs().toArray()); // the inputs are the classes themselves
            for (int row = 0; row < 3; row++) {
                float sum = batch.values().get(row, 0) + batch.values().get(row, 1) + batch.values().get(row, 2);
                assertThat(sum).isCloseTo(1, within(1e-6f));
                mixed |= batch.values().get(row, 0) > 0.1f && batch.values().get(row, 0) < 0.9f;
            }
        }
        assertThat(mixed).isTrue();
        Batch values = new Batch(Tensor.of(Shape.of(2, 1), 0, 1), Tensor.of(Shape.of(2, 1), 10, 20));
        Batch result = new Mixup(1, 1).apply(values, Philox.seeded(3));
        assertThat(result.values().get(0, 0)).isCloseTo(10 + 10 * result.inputs().get(0, 0), within(1e-5f));
    }

    @Test
    void betaHasItsMeanAndVariance() {
        for (double alpha : new double[] {0.2, 1, 3}) {
            Philox random = Philox.seeded(4);
            double[] draws = IntStream.range(0, 20_000).mapToDouble(i -> Chance.beta(alpha, random)).toArray();
            double mean = Arrays.stream(draws).average().orElseThrow();
            double variance = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
            assertThat(mean).isCloseTo(0.5, within(0.01));
            assertThat(variance).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
        }
    }

    @Test
    void oneMoreStepLeavesTheOthersAsTheyWere() {
        Examples images = images();
        Order order = Order.shuffled(1, 1);
        List<float[]> flipped = examplesOf(Augmentation.of(new HorizontalFlip(0.5)).over(images).batches(4, order), 0);
        List<float[]> also = examplesOf(Augmentation.of(new HorizontalFlip(0.5), new ColourJitter(0, 0, 0)).over(images).batches(4, order), 0);
        assertThat(also).usingRecursiveComparison().isEqualTo(flipped);
    }

    @Test
    void wrongStepsAreNamed() {
        wrong(() -> new HorizontalFlip(1.5), "HorizontalFlip: expected a probability from 0 to 1, found 1.5");
        wrong(() -> new VerticalFlip(Double.NaN), "VerticalFlip");
        wrong(() -> new RandomCrop(-1), "RandomCrop: expected a padding of at least 0 pixels, found -1");
        wrong(() -> new Rotation(181), "Rotation: expected from 0 to 180 degrees");
        wrong(() -> new Affine(0, 0, 0, 1, 0), "Affine");
        wrong(() -> new ColourJitter(0, -1, 0), "ColourJitter");
        wrong(() -> new Cutout(0), "Cutout");
        wrong(() -> new Mixup(0, 3), "Mixup");
        wrong(() -> new Normalize(List.of(0f), List.of(0f)), "Normalize");
        Examples rows = ArrayExamples.classified(new float[][] {{1, 2}}, new int[1], 2);
        wrong(() -> Augmentation.of(new RandomCrop(1)).over(rows).batches(1, Order.shuffled(1, 1)).iterator().next(),
                "augmentation: RandomCrop[padding=1] is for images [batch, channels, height, width], found inputs [1, 2]");
        wrong(() -> Augmentation.of(new Normalize(List.of(0f), List.of(1f))).over(images()).batches(1).iterator().next(), "Normalize: expected images with 1 channels, found 3");
        wrong(() -> new Mixup(1, 2).apply(new Batch(Tensor.zeros(Shape.of(2, 1)), IntTensor.of(1, 2)), Philox.seeded(1)), "Mixup: label 2 is out of range; expected 0 to 1");
        wrong(() -> new Mixup(1, 2).apply(new Batch(Tensor.zeros(Shape.of(2, 1)), IntTensor.of(1, -1)), Philox.seeded(1)), "Mixup: label -1 is out of range; expected 0 to 1");
    }

    private static void wrong(Runnable action, String message) {
        assertThatIllegalArgumentException().isThrownBy(action::run).withMessageContaining(message);
    }
}
