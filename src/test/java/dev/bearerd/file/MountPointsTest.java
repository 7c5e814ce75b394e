package dev.bearerd.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountPointsTest {
  private static final String LINE = "36 35 98:0 /a /mnt%s rw,noatime master:1 - ext3 /dev/root rw";

  @Test
  void readsEscapedNames() {
    assertThat(MountPoints.mountPoint(LINE.formatted("/token"))).isEqualTo("/mnt/token");
    assertThat(MountPoints.mountPoint(LINE.formatted("/a\\040b\\134c\\011")))
        .isEqualTo("/mnt/a b\\c\t");
    assertThat(MountPoints.mountPoint(LINE.formatted("/$1"))).isEqualTo("/mnt/$1");
  }

  @Test
  void knowsWhatIsMounted(@TempDir Path directory) throws IOException {
    var proc = Path.of("/proc");
    assumeThat(Files.exists(proc.resolve("self/mountinfo"))).as("a proc file system").isTrue();

    assertThat(MountPoints.contain(proc)).isTrue();
    assertThat(MountPoints.contain(directory)).isFalse();
  }
}
