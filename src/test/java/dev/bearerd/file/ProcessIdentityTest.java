package dev.bearerd.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {
  private static final ProcessIdentity APP =
      new ProcessIdentity(4711, List.of("4712", "4713"), false);

  @Test
  void readsWhatTheKernelSays() {
    var status =
        """
        Name:	java
        Uid:	1	1000	1000	1000
        Gid:	2	1001	1001	1001
        Groups:	4 24 27\s
        CapPrm:	0000000000000001
        CapEff:	0000000000000000
        """;

    assertThat(ProcessIdentity.parse(status))
        .isEqualTo(new ProcessIdentity(1000, List.of("1001", "4", "24", "27"), false));
  }

  @Test
  void readsCapabilitiesAndAnEmptyListOfGroups() {
    var status =
        """
        Uid:	0	0	0	0
        Gid:	0	0	0	0
        Groups:	\s
        CapEff:	000001ffffffffff
        """;

    assertThat(ProcessIdentity.parse(status)).isEqualTo(new ProcessIdentity(0, List.of("0"), true));
  }

  @Test
  void trustsItselfAndRootWithLinks() {
    assertThat(APP.trustsLinkOf(0)).isTrue();
    assertThat(APP.trustsLinkOf(4711)).isTrue();
    assertThat(APP.trustsLinkOf(4712)).isFalse();
  }

  @Test
  void mayGiveFilesOnlyToItselfAndItsGroups() throws IOException {
    assertThat(APP.mayGiveTo(to("4711", "4713"))).isTrue();
    assertThat(APP.mayGiveTo(to("4710", "4713"))).isFalse();
    assertThat(APP.mayGiveTo(to("4711", "4711"))).isFalse();
    assertThat(APP.mayGiveTo(FileAttributes.PRIVATE)).isTrue();
    assertThat(new ProcessIdentity(4711, List.of(), true).mayGiveTo(to("1", "1"))).isTrue();
  }

  private static FileAttributes to(String owner, String group) {
    return new FileAttributes(
        FileAttributes.PRIVATE.mode(), Optional.of(owner), Optional.of(group));
  }
}
