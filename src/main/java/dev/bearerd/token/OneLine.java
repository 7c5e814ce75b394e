package dev.bearerd.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Function;

/**
 * What a secret must be that people or programs have put somewhere: a line of text, with or without
 * a line break at its end.
 */
final class OneLine {
  static final int MAX_BYTES = 64 * 1024;

  private OneLine() {}

  /**
   * The secret.
   *
   * @param refusal of what is something else
   */
  static Secret of(byte[] content, Function<String, TokenException> refusal) {
    if (content.length > MAX_BYTES) {
      throw refusal.apply("is larger than 64 KiB");
    }
    var text = text(content, refusal).replaceFirst("\\r?\\n$", "");
    if (text.isEmpty()) {
      throw refusal.apply("is empty");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw refusal.apply("has several lines or a control character; a secret is one line");
    }
    return new Secret(text);
  }

  private static String text(byte[] content, Function<String, TokenException> refusal) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw refusal.apply("is not UTF-8 text");
    }
  }
}
