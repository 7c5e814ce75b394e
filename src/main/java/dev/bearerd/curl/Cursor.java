package dev.bearerd.curl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that is read from its start to its end, piece by piece. */
final class Cursor {
  private final Matcher matcher;
  private final int end;

  Cursor(String text) {
    matcher = Pattern.compile("").matcher(text);
    end = text.length();
  }

  /** The given group of what stands next, if that has this form; then it has been read. */
  Optional<String> accept(Pattern form, int group) {
    if (!stands(form)) {
      return Optional.empty();
    }
    var found = Optional.ofNullable(matcher.group(group));
    matcher.region(matcher.end(), end);
    return found;
  }

  /** Whether what stands next has this form. */
  boolean stands(Pattern form) {
    return matcher.usePattern(form).lookingAt();
  }

  boolean atEnd() {
    return matcher.regionStart() == end;
  }
}
