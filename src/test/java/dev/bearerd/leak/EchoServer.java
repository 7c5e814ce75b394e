package dev.bearerd.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A token endpoint on 127.0.0.1 that gives one good token at each path, and from then on repeats
 * all that it has been told there. A path such as {@code /token_type.html} says where, and in which
 * disguise. No check keeps any character out of its answers.
 */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Map<String, Set<MarkedSecret>> known = new ConcurrentHashMap<>();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  EchoServer() {
    try {
      listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Its address for one sort of answer. */
  URI address(Echo echo, Disguise disguise) {
    var path = echo.name() + "." + disguise.name();
    return URI.create(
        "http://127.0.0.1:" + listener.getLocalPort() + "/" + path.toLowerCase(Locale.ROOT));
  }

  /** How many paths have answered with an echo. */
  long echoed() {
    return requests.values().stream().filter(count -> count > 1).count();
  }

  /** Repeats nothing of what came before, which the next process cannot know. */
  void forget() {
    known.clear();
  }

  /** All that it was told, and gave. */
  Set<MarkedSecret> known() {
    return known.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    close(listener);
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var request = read(socket);
      var path = request.split(" ", 3)[1];
      socket.getOutputStream().write(answer(path, request).getBytes(UTF_8));
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private synchronized String answer(String path, String request) {
    var secrets = known.computeIfAbsent(path, any -> new TreeSet<>());
    secrets.addAll(LeakSearch.in(request));
    var names = path.split("/", -1)[1].toUpperCase(Locale.ROOT).split("\\.", -1);
    var disguise = Disguise.valueOf(names[1]);
    var echo = requests.merge(path, 1, Integer::sum) == 1 ? Echo.NOTHING : Echo.valueOf(names[0]);
    secrets.addAll(echo.tokens());
    return raw(echo.of(text(disguise, List.copyOf(secrets))));
  }

  private static String text(Disguise disguise, List<MarkedSecret> secrets) {
    return secrets.stream()
        .map(secret -> disguise.of(secret.text()))
        .collect(Collectors.joining(". "));
  }

  private static String raw(Echo.Answer answer) {
    var head = new StringBuilder("HTTP/1.1 " + answer.status() + " " + answer.reason() + "\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Connection: close\r\n");
    head.append("Content-Length: " + answer.body().getBytes(UTF_8).length + "\r\n\r\n");
    return head + answer.body();
  }

  private static String read(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    var length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .sum();
    return head + new String(socket.getInputStream().readNBytes(length), UTF_8);
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "echo-server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
