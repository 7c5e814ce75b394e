package dev.bearerd.curl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind a command, as far as it says where the token goes. */
final class Redirection {
  private static final String PATH = "['\"]?(/[\\w./@+-]+)['\"]?";
  private static final Pattern ACCESS_TOKEN =
      Pattern.compile("\\|\\s*jq\\s+(?:-\\w+\\s+|--[a-z-]+\\s+)*['\"]?\\.access_token['\"]?");
  private static final Pattern TO_FILE = Pattern.compile(">\\s*" + PATH);
  private static final Pattern TOKEN_TO_FILE = Pattern.compile(ACCESS_TOKEN + "\\s*" + TO_FILE);

  private Redirection() {}

  /** The file to publish to, if the operator has chosen one. */
  static Optional<String> of(ShellCommand command, CurlRequest request, Entry entry) {
    var token = TOKEN_TO_FILE.matcher(command.rest());
    if (token.matches()) {
      return path(token);
    }
    var answer = TO_FILE.matcher(command.rest());
    var file =
        answer.matches()
            ? path(answer)
            : request.setting(Setting.OUTPUT).filter(path -> path.matches("/(?!dev/).+"));
    file.ifPresent(
        path -> entry.note("publish: the file will hold the token alone, not the whole answer"));
    if (!answer.matches() && !isNothing(command.rest())) {
      entry.note("what stands behind the command is left out");
    }
    return file;
  }

  private static boolean isNothing(String rest) {
    return rest.isEmpty() || rest.startsWith("#") || ACCESS_TOKEN.matcher(rest).matches();
  }

  private static Optional<String> path(Matcher matcher) {
    return Optional.ofNullable(matcher.group(1));
  }
}
