package dev.bearerd.curl;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The data of a request, in all the ways in which curl takes it. */
final class CurlBody {
  private final StringBuilder text = new StringBuilder();
  private final Parameters encoded = new Parameters();

  /** As it is, or without line breaks from a file. */
  void data(String data) {
    raw(data.startsWith("@") ? file(data).replaceAll("[\\r\\n\\x00]", "") : data);
  }

  /** As it is. */
  void raw(String data) {
    text.append(text.isEmpty() ? "" : "&").append(data);
  }

  /** As it is, also from a file. */
  void binary(String data) {
    raw(data.startsWith("@") ? file(data) : data);
  }

  /** As it is, also from a file; several are one text. */
  void json(String data) {
    text.append(data.startsWith("@") ? file(data) : data);
  }

  /** What curl encodes: {@code NAME=TEXT}, or {@code NAME@FILE}. */
  void encoded(String data) {
    var equals = data.indexOf('=');
    var end = equals >= 0 ? equals : data.indexOf('@');
    if (end <= 0) {
      throw new CurlException("--data-urlencode has no name; write NAME=VALUE, or NAME@FILE");
    }
    var value = data.substring(end + 1);
    encoded.add(
        decode(data.substring(0, end)), equals >= 0 ? Given.text(value) : Given.file(value));
  }

  boolean isEmpty() {
    return text.isEmpty() && encoded.isEmpty();
  }

  /** Whether it looks like JSON, whatever its media type. */
  boolean isJson() {
    return encoded.isEmpty() && text.toString().strip().startsWith("{");
  }

  /** Whether curl sends what variables hold without encoding it. */
  boolean leavesVariablesAsTheyAre() {
    return Variables.areIn(text.toString());
  }

  /** What the data says. */
  Parameters parameters() {
    if (isJson()) {
      return JsonBody.parameters(text.toString());
    }
    var parameters = form(text.toString());
    parameters.addAll(encoded);
    return parameters;
  }

  /** The parameters of a form, or of a query. */
  static Parameters form(String text) {
    var parameters = new Parameters();
    Stream.of(text.strip().split("&"))
        .filter(pair -> !pair.isEmpty())
        .forEach(
            pair ->
                parameters.add(
                    decode(pair.substring(0, indexOfEquals(pair))),
                    Given.text(decode(pair.substring(indexOfEquals(pair) + 1)))));
    return parameters;
  }

  /** What has none may be the end of a secret. */
  private static int indexOfEquals(String pair) {
    if (pair.indexOf('=') <= 0) {
      throw new CurlException(
          "the data or the URL has a part without NAME=; a & within a value has to be %26");
    }
    return pair.indexOf('=');
  }

  /** Without percent signs; what is no such encoding is refused. */
  static String decode(String text) {
    try {
      var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      if (!decoded.contains("\ufffd")) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CurlException(
        "a % in the data or the URL starts no encoded character; write %25, or use"
            + " --data-urlencode");
  }

  private static String file(String data) {
    return InputFile.read(data.substring(1));
  }
}
