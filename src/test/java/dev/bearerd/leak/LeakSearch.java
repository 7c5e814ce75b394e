package dev.bearerd.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds secrets by their marks, in every {@link Disguise} and also where they are cut off. */
final class LeakSearch {
  /** So much of a mark is enough: nothing else looks like it. */
  private static final int WINDOW = 12;

  private static final List<Search> SEARCHES =
      Arrays.stream(MarkedSecret.values()).map(Search::of).toList();

  private LeakSearch() {}

  static List<MarkedSecret> in(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return SEARCHES.stream()
        .filter(search -> search.finds(text, lower))
        .map(Search::secret)
        .toList();
  }

  /**
   * What to look for.
   *
   * @param exact pieces of encodings in which case matters
   * @param lower pieces of all others
   */
  private record Search(MarkedSecret secret, List<String> exact, List<String> lower) {
    static Search of(MarkedSecret secret) {
      var mark = secret.mark();
      var base64 = IntStream.range(0, 3).mapToObj(offset -> base64(mark, offset));
      var others = Stream.of(mark, HexFormat.of().formatHex(mark.getBytes(UTF_8)));
      return new Search(
          secret,
          base64.flatMap(LeakSearch::windows).toList(),
          others.map(form -> form.toLowerCase(Locale.ROOT)).flatMap(LeakSearch::windows).toList());
    }

    boolean finds(String text, String inLowerCase) {
      return exact.stream().anyMatch(text::contains)
          || lower.stream().anyMatch(inLowerCase::contains);
    }
  }

  private static Stream<String> windows(String form) {
    return IntStream.rangeClosed(0, form.length() - WINDOW)
        .mapToObj(start -> form.substring(start, start + WINDOW));
  }

  /** The letters that depend on nothing but the mark, behind so many other bytes. */
  private static String base64(String mark, int offset) {
    var encoded = Base64.getEncoder().encodeToString((" ".repeat(offset) + mark).getBytes(UTF_8));
    return encoded.substring(offset == 0 ? 0 : 4, (offset + mark.length()) / 3 * 4);
  }
}
