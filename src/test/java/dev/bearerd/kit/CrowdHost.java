package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One port of a {@link CrowdServer}. Keeps connections open, but for those that a mishap ends. */
final class CrowdHost {
  /** A request that was under way is no offence; on a busy machine that takes its time. */
  private static final Duration UNDER_WAY = Duration.ofMillis(500);

  private final CrowdServer server;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Pause> pauses = new CopyOnWriteArrayList<>();

  private record Pause(Instant from, Instant until) {
    boolean covers(Instant time) {
      return MachineTime.between(from, time).compareTo(UNDER_WAY) > 0 && time.isBefore(until);
    }
  }

  CrowdHost(CrowdServer server, int longestQueue) {
    this.server = server;
    try {
      this.listener = new ServerSocket(0, longestQueue, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Takes back what was wished for after a moment. */
  void forgetPausesSince(Instant moment) {
    pauses.removeIf(pause -> pause.from().isAfter(moment));
  }

  /** Serves until it is closed. */
  void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        open.add(socket);
        server.connections().execute(() -> serve(socket));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  void close() {
    try {
      listener.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var input = new BufferedInputStream(socket.getInputStream());
      for (var request = read(input);
          request.isPresent() && answer(socket, request.get());
          request = read(input)) {}
    } catch (IOException e) {
      return; // the other side has gone
    } finally {
      open.remove(socket);
    }
  }

  /** Whether the connection stays open. */
  private boolean answer(Socket socket, SeenRequest request) throws IOException {
    var fields = request.fields();
    var client = server.client(String.valueOf(fields.get("client_id")));
    client.asked(request.time());
    pauses.stream()
        .filter(pause -> pause.covers(request.time()))
        .map(pause -> "%s asked at %s: %s".formatted(client.id(), request.time(), pause))
        .findFirst()
        .ifPresent(server::complain);
    var mishap = server.mishap(client);
    if (mishap.isPresent()) {
      var until = mishap.get().strike(socket, () -> answer(client.answer(fields)));
      keepAway(until);
      return false;
    }
    var body = client.answer(fields);
    socket.getOutputStream().write(answer(body).getBytes(UTF_8));
    body.ifPresent(token -> client.delivered(Instant.now()));
    return !"close".equals(request.headers().get("Connection"));
  }

  private void keepAway(Instant until) {
    var now = Instant.now();
    if (until.isAfter(now)) {
      pauses.add(new Pause(now, until));
    }
  }

  private static String answer(Optional<String> token) {
    var body = token.orElse("{\"error\": \"invalid_grant\"}");
    return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(token.isPresent() ? "200 OK" : "400 Bad Request", body.length(), body);
  }

  /** Empty where the other side has nothing more to ask. */
  private static Optional<SeenRequest> read(InputStream input) throws IOException {
    var start = line(input).split(" ", -1);
    if (start.length < 2) {
      return Optional.empty();
    }
    var headers = new HashMap<String, String>();
    for (var line = line(input); !line.isEmpty(); line = line(input)) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    var request = new SeenRequest(Instant.now(), start[0], start[1], headers, "");
    var length = Integer.parseInt(request.headers().getOrDefault("Content-Length", "0"));
    var body = new String(input.readNBytes(length), UTF_8);
    return Optional.of(new SeenRequest(Instant.now(), start[0], start[1], headers, body));
  }

  private static String line(InputStream input) throws IOException {
    var line = new StringBuilder();
    for (var next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
