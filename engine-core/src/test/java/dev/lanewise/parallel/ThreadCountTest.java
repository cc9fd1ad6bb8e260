package dev.lanewise.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadCountTest {

    @TempDir
    private Path groups;

    @Test
    void aQuotaIsRoundedDown() {
        assertThat(ThreadCount.limit(8, OptionalDouble.empty())).isEqualTo(8);
        assertThat(ThreadCount.limit(8, OptionalDouble.of(2.9))).isEqualTo(2);
        assertThat(ThreadCount.limit(8, OptionalDouble.of(0.5))).isEqualTo(1);
        assertThat(ThreadCount.limit(8, OptionalDouble.of(64))).isEqualTo(8);
    }

    @Test
    void theSecondVersionOfControlGroups() throws IOException {
        assertThat(ThreadCount.quota(groups)).isEmpty();
        Files.writeString(groups.resolve("cpu.max"), "max 100000\n");
        assertThat(ThreadCount.quota(groups)).isEmpty();
        Files.writeString(groups.resolve("cpu.max"), "150000 100000\n");
        assertThat(ThreadCount.quota(groups)).hasValue(1.5);
        Files.writeString(groups.resolve("cpu.max"), "nonsense");
        assertThat(ThreadCount.quota(groups)).isEmpty();
    }

    @Test
    void theFirstVersionOfControlGroups() throws IOException {
        Files.createDirectories(groups.resolve("cpu"));
        Files.writeString(groups.resolve("cpu/cpu.cfs_period_us"), "100000\n");
        Files.writeString(groups.resolve("cpu/cpu.cfs_quota_us"), "-1\n");
        assertThat(ThreadCount.quota(groups)).isEmpty();
        Files.writeString(groups.resolve("cpu/cpu.cfs_quota_us"), "250000\n");
        assertThat(ThreadCount.quota(groups)).hasValue(2.5);
    }
}
