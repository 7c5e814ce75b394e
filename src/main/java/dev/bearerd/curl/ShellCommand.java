package dev.bearerd.curl;

import java.util.List;

/**
 * One command of a shell. It may hold secrets, so it shows nothing.
 *
 * @param words without quotes, with marked {@link Variables}
 * @param rest what stands behind it: other commands, or where its output goes
 */
record ShellCommand(List<String> words, String rest) {
  ShellCommand {
    words = List.copyOf(words);
    rest = rest.strip();
  }

  @Override
  public String toString() {
    return "a command of " + words.size() + " words";
  }
}
