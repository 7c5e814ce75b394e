package dev.bearerd.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutputTailTest {
  private final OutputTail tail = new OutputTail();

  @Test
  void keepsTheLastTwentyLines() {
    IntStream.rangeClosed(1, 1000).forEach(i -> add("line " + i + "\n"));

    assertThat(tail.lines()).hasSize(20).startsWith("line 981").endsWith("line 1000");
  }

  @Test
  void countsALineThatHasNotEnded() {
    IntStream.rangeClosed(1, 20).forEach(i -> add("line " + i + "\n"));
    add("Password: ");

    assertThat(tail.lines()).hasSize(20).startsWith("line 2").endsWith("Password:");
  }

  @Test
  void joinsWhatComesInPieces() {
    var euro = "€\n".getBytes(UTF_8);
    for (var piece : euro) {
      tail.add(new byte[] {piece}, 1);
    }

    assertThat(tail.lines()).containsExactly("€");
  }

  @Test
  void leavesOutBlankLines() {
    add("one\r\n\r\n \n\ntwo\n");

    assertThat(tail.lines()).containsExactly("one", "two");
  }

  @Test
  void replacesWhatATerminalWouldObey() {
    add("\u001b[31mred\u0007\u0085\u202e\u2028end\0\n");

    assertThat(tail.lines()).containsExactly("[31mred    end");
  }

  @Test
  void showsBytesThatAreNoText() {
    tail.add(new byte[] {(byte) 0xff, 'x', '\n'}, 3);

    assertThat(tail.lines()).containsExactly("\ufffdx");
  }

  @Test
  void showsALineOfExactlyTheLongestLengthWhole() {
    add("x".repeat(2000) + "\n");

    assertThat(tail.lines()).containsExactly("x".repeat(2000));
  }

  @Test
  void endsALongLineWithAWholeWordSoThatNoSecretIsHalved() {
    add("token is " + "s3cret".repeat(1000) + " of orders\n");

    assertThat(tail.lines()).containsExactly("token is …");
  }

  @Test
  void halvesNoSecretBehindManyControlCharacters() {
    add("\u0001".repeat(7995) + " s3cret-s3cret\n");

    assertThat(tail.lines()).containsExactly("…");
  }

  @Test
  void halvesNoSecretBehindLongCharacters() {
    add("😀".repeat(1999) + " s3cret-s3cret\n");

    assertThat(tail.lines()).allSatisfy(line -> assertThat(line).doesNotContain("s3"));
  }

  private void add(String text) {
    var bytes = text.getBytes(UTF_8);
    tail.add(bytes, bytes.length);
  }
}
