package dev.bearerd.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a text is written by those who repeat it: as it is, escaped or encoded. */
final class Spellings {
  /** What stands for itself in a form, in a URI (RFC 3986 section 2.3), and in JavaScript's. */
  private static final List<String> UNRESERVED = List.of("-_.*", "-_.~", "-_.~!*'()");

  /** What HTML has for the two quotes. */
  private static final List<List<String>> QUOTES =
      List.of(
          List.of("&quot;", "&#39;"),
          List.of("&#34;", "&#39;"),
          List.of("&quot;", "&#x27;"),
          List.of("&quot;", "&apos;"));

  /** A shorter piece may be found in the middle of any word. */
  private static final int SHORTEST_PIECE = 4;

  private Spellings() {}

  static Stream<String> of(String text) {
    return Stream.of(
            Stream.of(text), json(text), html(text), percent(text), base64(text), hex(text))
        .flatMap(spellings -> spellings);
  }

  private static Stream<String> json(String text) {
    var quoted = TextNode.valueOf(text).toString();
    var escaped = quoted.substring(1, quoted.length() - 1);
    return Stream.of(escaped, escaped.replace("/", "\\/"));
  }

  private static Stream<String> html(String text) {
    var escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return QUOTES.stream()
        .map(quotes -> escaped.replace("\"", quotes.get(0)).replace("'", quotes.get(1)));
  }

  private static Stream<String> percent(String text) {
    return UNRESERVED.stream()
        .flatMap(kept -> Stream.of(percent(text, kept, "%%%02X"), percent(text, kept, "%%%02x")))
        .flatMap(written -> Stream.of(written, written.replace("%20", "+")));
  }

  private static String percent(String text, String kept, String format) {
    return bytes(text)
        .mapToObj(b -> isWord(b) || kept.indexOf(b) >= 0 ? "" + (char) b : format.formatted(b))
        .collect(Collectors.joining());
  }

  private static IntStream bytes(String text) {
    var bytes = text.getBytes(UTF_8);
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff);
  }

  private static boolean isWord(int character) {
    return character < 0x80 && Character.isLetterOrDigit(character);
  }

  /** As it is or form-encoded, as in a Basic header; by itself or within something longer. */
  private static Stream<String> base64(String text) {
    return Stream.of(text, URLEncoder.encode(text, UTF_8))
        .flatMap(written -> Stream.concat(wholeBase64(written), base64Pieces(written)))
        .filter(encoded -> encoded.length() >= SHORTEST_PIECE)
        .flatMap(encoded -> Stream.of(encoded, encoded.replace('+', '-').replace('/', '_')));
  }

  private static Stream<String> wholeBase64(String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    return Stream.of(encoded, encoded.replace("=", ""));
  }

  private static Stream<String> base64Pieces(String text) {
    return IntStream.range(0, 3).mapToObj(offset -> base64Piece(text, offset));
  }

  /** The part that stays the same whatever stands before and after the text. */
  private static String base64Piece(String text, int offset) {
    var bytes = (" ".repeat(offset) + text).getBytes(UTF_8);
    var first = offset == 0 ? 0 : offset + 1;
    return Base64.getEncoder().encodeToString(bytes).substring(first, bytes.length * 8 / 6);
  }

  private static Stream<String> hex(String text) {
    var hex = HexFormat.of().formatHex(text.getBytes(UTF_8));
    return Stream.of(hex, hex.toUpperCase(Locale.ROOT));
  }
}
