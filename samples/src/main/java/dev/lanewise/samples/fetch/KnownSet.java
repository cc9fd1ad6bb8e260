package dev.lanewise.samples.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A data set that can be downloaded.
 *
 * @param name what it is called on the command line
 * @param description one line for people, with the licence
 * @param base the address of the folder with its files; ends with a slash
 * @param files its files
 */
public record KnownSet(String name, String description, URI base, List<KnownFile> files) {

    /**
     * A file of a set.
     *
     * @param sha256 what its bytes must have in hexadecimal letters
     */
    public record KnownFile(String name, String sha256) {}

    /** The archive of CIFAR-10, which is unpacked. */
    static final String CIFAR_ARCHIVE = "cifar-10-binary.tar.gz";

    private static final String TABLES = "https://raw.githubusercontent.com/jbrownlee/Datasets/d20fcb6402ae34e653d4513b00f39257bb37ed7f/";

    /**
     * All of them. The checksums were taken from files that had been compared with the published ones, or that are at the very address;
     * those of optdigits from copies that were not compared with the address, that of CIFAR-10 from the checksums of TensorFlow Datasets.
     */
    public static List<KnownSet> all() {
        return List.of(
                new KnownSet("mnist", "60,000 + 10,000 handwritten digits, 28×28 (LeCun, Cortes and Burges 1998; CC BY-SA 3.0)",
                        URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"), List.of(
                        new KnownFile("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                        new KnownFile("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                        new KnownFile("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                        new KnownFile("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"))),
                new KnownSet("fashion-mnist", "60,000 + 10,000 pictures of clothes, 28×28 (Xiao, Rasul and Vollgraf 2017; MIT)",
                        URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/b2617bb6d3ffa2e429640350f613e3291e10b141/data/fashion/"),
                        List.of(
                        new KnownFile("train-images-idx3-ubyte.gz", "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                        new KnownFile("train-labels-idx1-ubyte.gz", "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                        new KnownFile("t10k-images-idx3-ubyte.gz", "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                        new KnownFile("t10k-labels-idx1-ubyte.gz", "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"))),
                new KnownSet("cifar-10", "50,000 + 10,000 colour pictures of ten classes, 32×32 (Krizhevsky 2009)",
                        URI.create("https://www.cs.toronto.edu/~kriz/"), List.of(new KnownFile(CIFAR_ARCHIVE,
                        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"))),
                new KnownSet("iris", "150 flowers of three species (Fisher 1936; UCI, CC BY 4.0)", URI.create(TABLES),
                        List.of(new KnownFile("iris.csv", "f5d0c11e5c78a69a20dbb80baf2b24703f59a6687595752abb397d23732647c5"))),
                new KnownSet("wine", "178 wines of three cultivars (UCI, CC BY 4.0)", URI.create(TABLES),
                        List.of(new KnownFile("wine.csv", "e9c16b779f9194945067f65118da6afb317ef60c6515879c50124dc4f6cdd756"))),
                new KnownSet("optdigits", "3,823 + 1,797 digits as 8×8 counts of ink (UCI, CC BY 4.0)",
                        URI.create("https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/"), List.of(
                        new KnownFile("optdigits.tra", "e1b683cc211604fe8fd8c4417e6a69f31380e0c61d4af22e93cc21e9257ffedd"),
                        new KnownFile("optdigits.tes", "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"))));
    }

    /** The one with this name. */
    public static Optional<KnownSet> find(String name) {
        return all().stream().filter(set -> set.name().equals(name)).findFirst();
    }
}
