package dev.bearerd.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Arrays.stream;
import static java.util.stream.Collectors.joining;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the text of one value must be.
 *
 * @param expectation the message where it is not; never repeats the text, which may be a secret
 */
record Check(Predicate<String> test, String expectation) {
  static final DurationConverter DURATIONS = new DurationConverter();
  static final MemorySizeConverter SIZES = new MemorySizeConverter();

  /** What comes later is a mistake, and would overflow somewhere. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  static final Check TEXT = new Check(text -> true, "");
  static final Check BOOLEAN =
      new Check(text -> text.equals("true") || text.equals("false"), "must be true or false");
  static final Check PATH = parsed(Path::of, path -> true, "must be a path");
  static final Check URL =
      parsed(
          URI::new,
          Check::isEndpoint,
          "must be an http or https URL with a host, without user info and without fragment");
  static final Check PROXY =
      parsed(
          URI::new,
          Check::isProxy,
          "must be http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with what is special in them"
              + " percent-encoded");
  static final Check ABSOLUTE_URI =
      parsed(
          URI::new,
          uri -> uri.isAbsolute() && uri.getRawFragment() == null,
          "must be an absolute URI without fragment");
  static final Check DURATION =
      parsed(
          DURATIONS::convert,
          duration -> duration.compareTo(Duration.ZERO) > 0 && duration.compareTo(LONGEST) <= 0,
          "must be a duration such as 500ms, 10s or 5m, above 0 and at most 3650d");
  static final Check FRACTION =
      parsed(Fraction::parse, fraction -> true, "must be a percentage from 0% to 100%");
  static final Check POSITIVE_FRACTION =
      parsed(
          Fraction::parse,
          fraction -> fraction.value() > 0,
          "must be a percentage above 0% and at most 100%");
  static final Check SIZE =
      parsed(
          SIZES::convert,
          size ->
              size.asBigInteger().signum() > 0
                  && size.asBigInteger().compareTo(BigInteger.valueOf(1 << 30)) <= 0,
          "must be a size such as 512K or 1M, at most 1G");
  static final Check MODE =
      matching("0[4-7][0-7]{2}", "must be octal such as 0640, readable by the owner");
  static final Check NUMBER = matching("[0-9]{1,18}", "must be a number");
  static final Check JSON_POINTER = matching("/.+", "must be a JSON pointer such as /access_token");
  static final Check HTTP_METHOD =
      matching("GET|POST|PUT|PATCH|DELETE", "must be GET, POST, PUT, PATCH or DELETE");
  static final Check HEADER_NAME =
      matching("[!#$%&'*+.^_`|~0-9A-Za-z-]+", "is no name of an HTTP header");
  static final Check PARAMETER_NAME =
      matching("[^\"\\\\]+", "must not contain quotes or backslashes");
  static final Check ENTRY_NAME =
      new Check(
          Check::isFileName,
          "is no plain file name: at most 200 bytes, without slashes, quotes and backslashes, not"
              + " starting with two dots");
  static final Check DNS_LABEL =
      matching(
          "(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?",
          "is no name of a namespace: lower-case letters, digits and hyphens, at most 63, with a"
              + " letter or digit at both ends (RFC 1123)");
  static final Check SUBDOMAIN =
      matching(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
          "is no DNS subdomain, as names in Kubernetes must be: lower-case letters, digits, hyphens"
              + " and dots, at most 253, with a letter or digit at both ends of each part (RFC 1123)");
  static final Check DATA_KEY =
      matching(
          "(?![.]$|[.][.])[-._a-zA-Z0-9]{1,253}",
          "is no key of a Secret: letters, digits, hyphens, underscores and dots, at most 253, not"
              + " starting with two dots");
  static final Check QUALIFIED_NAME =
      matching(
          "([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?",
          "is no name of a label or annotation, such as team or example.com/team");
  static final Check LABEL_VALUE =
      matching(
          "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?",
          "is no value of a label: letters, digits, hyphens, underscores and dots, at most 63, with a"
              + " letter or digit at both ends");
  static final Check SECRET_TYPE =
      matching(
          "[a-zA-Z0-9]([a-zA-Z0-9./-]{0,251}[a-zA-Z0-9])?",
          "is no type of a Secret, such as Opaque or kubernetes.io/dockerconfigjson");
  static final Check PROVIDER_NAME =
      matching(
          "(?=.{1,63}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
          "a provider's name is lower-case letters, digits, dots and hyphens, at most 63,"
              + " with a letter or digit at both ends");

  /** Why the text is refused. */
  Optional<String> complaint(String text) {
    if (text.isEmpty()) {
      return Optional.of("is empty; give a value or remove the key");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("contains a line break or another control character");
    }
    return test.test(text) ? Optional.empty() : Optional.of(expectation);
  }

  static Check number(int least, int most) {
    return parsed(
        Integer::valueOf,
        number -> number >= least && number <= most,
        "must be a whole number from " + least + " to " + most);
  }

  static Check oneOf(Enum<?>... constants) {
    var names = List.copyOf(stream(constants).map(Check::hyphenated).toList());
    return new Check(names::contains, "must be " + names.stream().collect(joining(" or ")));
  }

  /** Names that are written as they are in their standard. */
  static Check named(Enum<?>... constants) {
    var names = stream(constants).map(Enum::name).toList();
    return new Check(names::contains, "must be " + String.join(" or ", names));
  }

  private static Check matching(String regex, String expectation) {
    return new Check(Pattern.compile(regex).asMatchPredicate(), expectation);
  }

  private static <T> Check parsed(Parser<T> parser, Predicate<T> condition, String expectation) {
    return new Check(text -> parses(text, parser, condition), expectation);
  }

  /** The converters are not ours, and what they throw is not documented. */
  private static <T> boolean parses(String text, Parser<T> parser, Predicate<T> condition) {
    try {
      return condition.test(parser.parse(text));
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean isFileName(String text) {
    return text.matches("(?!\\.$|\\.\\.)[^/\"\\\\]+") && text.getBytes(UTF_8).length <= 200;
  }

  private static boolean isEndpoint(URI uri) {
    return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null;
  }

  private static boolean isProxy(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && uri.getPort() > 0
        && (uri.getRawUserInfo() == null || uri.getRawUserInfo().matches("[^:]+:.+"))
        && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static String hyphenated(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Turns a text into a value, or throws. */
  @FunctionalInterface
  private interface Parser<T> {
    T parse(String text) throws Exception;
  }
}
