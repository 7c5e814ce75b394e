package dev.bearerd.leak;

import java.util.List;

/**
 * A secret of each kind. Around a mark, which occurs nowhere else and is written in the same way by
 * every encoding that goes by characters, it has the characters that encodings change.
 */
enum MarkedSecret {
  CLIENT_SECRET("cQ7x2Vt9Lw4Hs8Rb3NmT") {
    @Override
    String text() {
      return SENTENCE + mark() + SENTENCE;
    }
  },
  PASSWORD("pK5d8Yw3Zf6Jc9Gq2XsU") {
    @Override
    String text() {
      return SENTENCE + mark() + SENTENCE;
    }
  },
  REFRESH_TOKEN("rB4n7Mv2Tj8Pk3Hx6WzL"),
  ACCESS_TOKEN("aD9s3Fg7Hq4Lt8Cv5BkN"),
  API_KEY("hW6e2Rz8Ym5Uj9Io3PvA"),
  ASSERTION("jG3k9Xp7Nc4Vb8Zq2MwD") {
    @Override
    String text() {
      return "eyJhbGciOiJub25lIn0." + mark() + "." + mark();
    }
  },
  PRIVATE_KEY("kT8u5Ea2Sd9Fw3Jh7QyC") {
    @Override
    String text() {
      return "-----BEGIN PRIVATE KEY-----\n" + mark() + "\n-----END PRIVATE KEY-----\n";
    }
  },
  PROXY_PASSWORD("xL2o6Bi9Mz4Kr7Vn3TgE") {
    @Override
    String text() {
      return "p%22" + mark();
    }
  };

  /** Those that a token request carries, or its answer. */
  static final List<MarkedSecret> OF_EXCHANGES =
      List.of(CLIENT_SECRET, PASSWORD, REFRESH_TOKEN, ACCESS_TOKEN, API_KEY, ASSERTION);

  private static final String SENTENCE = "o \"<d>&'+/\\%41~é ;";
  private static final String WORD = "o\"<d>&'+/\\%41~=;";

  private final String mark;

  MarkedSecret(String mark) {
    this.mark = mark;
  }

  String mark() {
    return mark;
  }

  String text() {
    return WORD + mark + WORD;
  }
}
