package dev.bearerd.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** How a text may be written by somebody who repeats it. */
enum Disguise {
  PLAIN {
    @Override
    String of(String text) {
      return text;
    }
  },
  BASE64 {
    @Override
    String of(String text) {
      return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
  },
  BASE64_AFTER_ONE_BYTE {
    @Override
    String of(String text) {
      return BASE64.of("'" + text + "'");
    }
  },
  BASE64_AFTER_TWO_BYTES {
    @Override
    String of(String text) {
      return BASE64.of("x=" + text + "&y=z");
    }
  },
  BASE64_FOR_URLS {
    @Override
    String of(String text) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
  },
  URL_WITH_PLUS {
    @Override
    String of(String text) {
      return URLEncoder.encode(text, UTF_8);
    }
  },
  URL_WITHOUT_PLUS {
    @Override
    String of(String text) {
      return URL_WITH_PLUS.of(text).replace("+", "%20");
    }
  },
  URL_IN_LOWER_CASE {
    @Override
    String of(String text) {
      return PERCENT
          .matcher(URL_WITH_PLUS.of(text))
          .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
    }
  },
  JSON {
    @Override
    String of(String text) {
      var quoted = TextNode.valueOf(text).toString();
      return quoted.substring(1, quoted.length() - 1);
    }
  },
  HTML {
    @Override
    String of(String text) {
      return text.replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;")
          .replace("'", "&#39;");
    }
  },
  HEX {
    @Override
    String of(String text) {
      return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
  },
  HEX_IN_CAPITALS {
    @Override
    String of(String text) {
      return HEX.of(text).toUpperCase(Locale.ROOT);
    }
  };

  private static final Pattern PERCENT = Pattern.compile("%..");

  abstract String of(String text);
}
