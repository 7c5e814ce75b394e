package dev.bearerd.curl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of curl, and what each of them does to the request. */
final class CurlOptions {

  /** What an option does; its value is empty where it takes none. */
  private interface Effect {
    void on(CurlRequest request, String value);
  }

  private record Option(boolean takesValue, Effect effect) {}

  private static final Map<String, Option> OPTIONS = new HashMap<>();

  static {
    value("--url", CurlRequest::address);
    value("-X --request", CurlRequest::method);
    value("-d --data --data-ascii", (request, data) -> request.body().data(data));
    value("--data-raw", (request, data) -> request.body().raw(data));
    value("--data-binary", (request, data) -> request.body().binary(data));
    value("--data-urlencode", (request, data) -> request.body().encoded(data));
    value("--json", CurlRequest::json);
    value("-H --header", CurlRequest::header);
    value("-u --user", Setting.USER);
    value(
        "--oauth2-bearer", (request, bearer) -> request.header("Authorization: Bearer " + bearer));
    flag("-k --insecure", Setting.INSECURE);
    value("--cacert", Setting.CA_FILE);
    value("-E --cert", Setting.CERTIFICATE);
    value("--key", Setting.KEY);
    value("-x --proxy", Setting.PROXY);
    value("-U --proxy-user", Setting.PROXY_USER);
    value("-m --max-time", Setting.TIMEOUT);
    value("-o --output", Setting.OUTPUT);

    passed(
        "-s --silent -S --show-error -f --fail --fail-with-body -L --location --location-trusted -v"
            + " --verbose -i --include --show-headers -# --progress-bar --no-progress-meter -N"
            + " --no-buffer --compressed -q --disable --basic --post301 --post302 --post303 -4"
            + " --ipv4 -6 --ipv6 -0 --http1.0 --http1.1 --http2 --http2-prior-knowledge --http3"
            + " --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3 --ssl --ssl-reqd --no-alpn"
            + " --no-keepalive --no-sessionid --tcp-nodelay --tcp-fastopen --retry-connrefused"
            + " --retry-all-errors --styled-output --no-styled-output --globoff -g --path-as-is"
            + " --create-dirs --raw --tr-encoding --proxy-basic --ssl-no-revoke --fail-early"
            + " --trace-time --no-clobber --disallow-username-in-url");
    passedWithValue(
        "-A --user-agent -e --referer -w --write-out -D --dump-header --stderr --retry"
            + " --retry-delay --retry-max-time --limit-rate -Y --speed-limit -y --speed-time"
            + " --keepalive-time --max-redirs --tls-max --ciphers --tls13-ciphers --curves"
            + " --expect100-timeout --happy-eyeballs-timeout-ms --max-filesize --trace"
            + " --trace-ascii --trace-config --output-dir");
    value("--connect-timeout", "--connect-timeout is left out: timeout limits the whole exchange");
    value("--noproxy", "--noproxy is left out: set NO_PROXY for the daemon, or give no proxy");
    value("-b --cookie", "cookies are left out; no token endpoint needs them");
    value("-c --cookie-jar", "cookies are left out; no token endpoint needs them");
    value("--resolve", "--resolve is left out: see to it that the name resolves");
    value("--cert-type", "--cert-type is left out: certificates are read as PEM");
    value("--key-type", "--key-type is left out: keys are read as PEM");
    value("--capath", "--capath is left out: put the certificates into one file for tls.ca-file");
    flag("-O --remote-name", "-O is left out: the token is published under publish");

    refused("-G --get", "sends the data in the URL, where tokens are not asked for; use POST");
    refused("-I --head", "asks for headers only; paste the command that gets the token");
    refusedWithValue("-F --form --form-string", "sends multipart, which no token endpoint takes");
    refusedWithValue("-T --upload-file", "uploads a file, which no token endpoint takes");
    refusedWithValue("-K --config", "reads a file of options; write them into the command");
    refusedWithValue("--connect-to", "has no counterpart; name the server itself in the URL");
    refusedWithValue("--unix-socket --abstract-unix-socket", "has no counterpart; use a port");
    refusedWithValue("--pass", "is for an encrypted key, and the key has to be one without");
    refusedWithValue(
        "--socks4 --socks4a --socks5 --socks5-hostname --preproxy",
        "names a SOCKS proxy; only HTTP proxies are used");
    refused("-n --netrc --netrc-optional", "reads ~/.netrc; write the client with -u ID:SECRET");
    refusedWithValue("--netrc-file", "reads a netrc file; write the client with -u ID:SECRET");
    refused(
        "--digest --ntlm --negotiate --anyauth --ntlm-wb", "is no way that OAuth clients log in");
    refusedWithValue("--aws-sigv4", "signs the request, which bearerd does not");
    refused("-: --next", "starts another request; paste the one that gets the token");
  }

  private CurlOptions() {}

  /**
   * Reads the words that follow {@code curl}.
   *
   * @throws CurlException naming an option that is not known or makes no token request
   */
  static CurlRequest read(List<String> words) {
    var request = new CurlRequest();
    var rest = words.iterator();
    while (rest.hasNext()) {
      var word = rest.next();
      if (word.startsWith("--")) {
        var option = option(word);
        option.effect.on(request, option.takesValue ? next(word, rest) : "");
      } else if (word.startsWith("-") && word.length() > 1) {
        letters(word, rest, request);
      } else {
        request.address(word);
      }
    }
    return request;
  }

  /**
   * Flags in one word, of which the last may take the rest of it, or the next one, as its value.
   */
  private static void letters(String word, Iterator<String> rest, CurlRequest request) {
    for (var i = 1; i < word.length(); i++) {
      var name = "-" + word.charAt(i);
      var option = option(name);
      if (option.takesValue) {
        var attached = word.substring(i + 1);
        option.effect.on(request, attached.isEmpty() ? next(name, rest) : attached);
        return;
      }
      option.effect.on(request, "");
    }
  }

  private static Option option(String name) {
    return Optional.ofNullable(OPTIONS.get(name)).orElseThrow(() -> unknown(name));
  }

  private static String next(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new CurlException("the option " + name + " needs a value behind it");
    }
    return rest.next();
  }

  /** What is no name may be a secret that lost its quotes. */
  private static CurlException unknown(String word) {
    var name = word.replaceFirst("=.*", "");
    if (!name.equals(word) && OPTIONS.containsKey(name)) {
      return new CurlException("curl takes no = behind " + name + "; put a space there");
    }
    return new CurlException(
        name.matches("-[A-Za-z0-9]|--[a-z][a-z0-9.-]{1,30}")
            ? "the option " + name + " is not known here; remove it if the token does not need it"
            : "an option is not known; look for a value that needs quotes");
  }

  private static void value(String names, Effect effect) {
    add(names, true, effect);
  }

  private static void value(String names, Setting setting) {
    add(names, true, (request, value) -> request.set(setting, value));
  }

  private static void flag(String names, Setting setting) {
    add(names, false, (request, value) -> request.set(setting, "true"));
  }

  private static void value(String names, String note) {
    add(names, true, (request, value) -> request.note(note));
  }

  private static void flag(String names, String note) {
    add(names, false, (request, value) -> request.note(note));
  }

  private static void passed(String names) {
    add(names, false, (request, value) -> {});
  }

  private static void passedWithValue(String names) {
    add(names, true, (request, value) -> {});
  }

  private static void refused(String names, String why) {
    add(names, false, refusal(names, why));
  }

  private static void refusedWithValue(String names, String why) {
    add(names, true, refusal(names, why));
  }

  private static Effect refusal(String names, String why) {
    return (request, value) -> {
      throw new CurlException("the option " + names.replace(" ", " or ") + " " + why);
    };
  }

  private static void add(String names, boolean takesValue, Effect effect) {
    Arrays.stream(names.split(" "))
        .forEach(name -> OPTIONS.put(name, new Option(takesValue, effect)));
  }
}
