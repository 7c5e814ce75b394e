package dev.bearerd.curl;

import dev.bearerd.token.Secret;

/**
 * The value of a parameter, which may be a secret.
 *
 * @param value the text itself, or the path of the file that holds it
 */
record Given(Secret value, boolean isFile) {
  static Given text(String text) {
    return new Given(new Secret(text), false);
  }

  static Given file(String path) {
    return new Given(new Secret(path), true);
  }

  /** The text, which is read from the file where there is one. */
  String text() {
    return isFile ? InputFile.read(value.reveal()).strip() : value.reveal();
  }
}
