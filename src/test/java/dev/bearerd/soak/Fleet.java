package dev.bearerd.soak;

import dev.bearerd.kit.CrowdServer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The providers of the soak: how they are configured, and where their tokens are read. */
final class Fleet {
  private static final String HEADER =
      """
      # @COMMENT@
      bearerd:
        journal: "@DIR@/journal"
        http: {port: @PORT@}
        defaults:
          client-secret: not-a-secret
          client-authentication: post
          timeout: 1s
          max-response-size: 64K
          retry: {initial: 250ms, max: 2s}
        providers:
      """;
  private static final String MEMBER =
      """
          @NAME@:
            token-url: @URL@
            client-id: @NAME@
            publish: [@TARGETS@]
      """;
  private static final String LOGIN =
      """
            grant: password
            username: someone
            password: not-a-password
      """;
  private static final String BROKEN =
      """
          ghost:
            token-url: @URL@
            client-id: ghost
            publish: [{file: "@DIR@/tokens/ghost"}]
            no-such-key: 1
      """;

  /** One of so many publishes to a directory, the others to a file. */
  private static final int DIRECTORIES = 10;

  private final CrowdServer server;
  private final Path tokens;
  private final Map<Integer, Member> members = new ConcurrentSkipListMap<>();

  /**
   * @param copied whether it publishes to a second file
   */
  private record Member(int number, boolean copied) {
    String name() {
      return "p%03d".formatted(number);
    }

    boolean logsIn() {
      return number % 2 == 1;
    }

    boolean hasDirectory() {
      return number % DIRECTORIES == 0;
    }

    Stream<String> targets() {
      var target =
          hasDirectory()
              ? "{directory: {path: \"@DIR@/tokens/%s\", entries: {token: raw, expires-at: expires-at}}}"
              : "{file: \"@DIR@/tokens/%s\"}";
      var copy = "{file: \"@DIR@/tokens/%s.copy\"}";
      return (copied ? Stream.of(target, copy) : Stream.of(target)).map(t -> t.formatted(name()));
    }

    Stream<Reading> readings(Path tokens) {
      var own = tokens.resolve(name());
      var target = new Reading(name(), hasDirectory() ? own.resolve("token") : own);
      var copy = new Reading(name(), tokens.resolve(name() + ".copy"));
      return copied ? Stream.of(target, copy) : Stream.of(target);
    }
  }

  /** A file in which a provider's token is to be found. */
  record Reading(String client, Path file) {}

  Fleet(int size, CrowdServer server, Path tokens) {
    this.server = server;
    this.tokens = tokens;
    IntStream.range(0, size).forEach(this::add);
  }

  /** Returns the member's name. */
  String add(int number) {
    var member = new Member(number, false);
    members.put(number, member);
    return member.name();
  }

  /** Returns the member's name. */
  String copy(int number) {
    var member = new Member(number, true);
    members.put(number, member);
    return member.name();
  }

  void remove(int number) {
    members.remove(number);
  }

  int size() {
    return members.size();
  }

  List<Reading> readings() {
    return members.values().stream().flatMap(member -> member.readings(tokens)).toList();
  }

  String yaml(String comment) {
    return HEADER.replace("@COMMENT@", comment) + yaml(members.values());
  }

  /** With one more provider, whose entry no agent may take. */
  String brokenYaml() {
    return yaml("broken") + BROKEN.replace("@URL@", server.tokenUrl(0).toString());
  }

  private String yaml(Collection<Member> all) {
    return all.stream().map(this::yaml).collect(Collectors.joining());
  }

  private String yaml(Member member) {
    var entry = member.logsIn() ? MEMBER + LOGIN : MEMBER;
    return entry
        .replace("@NAME@", member.name())
        .replace("@URL@", server.tokenUrl(member.number()).toString())
        .replace("@TARGETS@", member.targets().collect(Collectors.joining(", ")));
  }
}
