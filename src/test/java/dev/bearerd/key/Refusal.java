package dev.bearerd.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bearerd.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The failure that a file is refused with, held against what the file holds. */
final class Refusal {
  /** As long as no word of ours and of a file are the same by chance. */
  private static final int WINDOW = 6;

  private Refusal() {}

  /** The message; nothing of the content is in it, and no cause may quote it. */
  static String message(byte[] content, ThrowingCallable use) {
    var failure = catchThrowable(use);
    assertThat(failure).isInstanceOf(TokenException.class).hasNoCause().hasNoSuppressedExceptions();
    assertThat(((TokenException) failure).kind()).isEqualTo(TokenException.Kind.TRANSIENT);
    var message = String.valueOf(failure.getMessage());
    var told = message + failure;
    var body = body(content);
    for (var i = 0; i + WINDOW <= body.length(); i++) {
      assertThat(told).doesNotContain(body.substring(i, i + WINDOW));
    }
    return message;
  }

  private static String body(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("-----"))
        .filter(line -> !line.startsWith("Proc-Type"))
        .collect(Collectors.joining("\n"));
  }
}
