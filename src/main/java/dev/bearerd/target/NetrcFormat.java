package dev.bearerd.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.bearerd.token.Token;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The token as the password of one login at some machines. The readers of such files do not agree
 * on how to escape, so what would need that is refused.
 *
 * @param machines host names, one at least
 */
public record NetrcFormat(List<String> machines, String login) implements Format {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern WORD = Pattern.compile("(?!#)[^\\s\"\\\\]+");
  private static final String COMPLAINT =
      " has what netrc cannot hold: a space, a quote, a backslash, or # at its start";

  public NetrcFormat {
    machines = List.copyOf(machines);
    for (var machine : machines) {
      if (!HOST.matcher(machine).matches()) {
        throw new IllegalArgumentException(
            "machines must be host names, without scheme, port and path");
      }
    }
    if (!WORD.matcher(login).matches()) {
      throw new IllegalArgumentException("login" + COMPLAINT);
    }
  }

  @Override
  public byte[] render(Token token) {
    var password = token.value().reveal();
    if (!WORD.matcher(password).matches()) {
      throw new TargetException("the token" + COMPLAINT);
    }
    return machines.stream()
        .map(machine -> "machine %s login %s password %s\n".formatted(machine, login, password))
        .collect(joining())
        .getBytes(UTF_8);
  }
}
