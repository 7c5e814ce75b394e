package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a {@link FaultServer} does with a request that it has read: anything but help. */
@FunctionalInterface
public interface Fault {
  int HUGE = 100_000_000;

  /** Does it; the server closes the socket afterwards. */
  void answer(Socket socket) throws IOException;

  /** Does one thing for the first request, and another from the second on. */
  static Fault sequence(Fault first, Fault rest) {
    var done = new AtomicBoolean();
    return socket -> (done.getAndSet(true) ? rest : first).answer(socket);
  }

  /** Sends nothing until the client has gone. */
  static Fault silence() {
    return Fault::awaitEnd;
  }

  /** Closes without a byte of an answer. */
  static Fault closing() {
    return socket -> {};
  }

  /** Closes after half of a body. */
  static Fault closingInTheMiddle() {
    return raw(head("200 OK", "application/json", 1000) + "{\"access_token\": \"half");
  }

  /** Resets the connection after half of a body. */
  static Fault resetting() {
    return socket -> {
      closingInTheMiddle().answer(socket);
      socket.setSoLinger(true, 0);
    };
  }

  /** Sends a good head, then a byte now and then until the client has gone. */
  static Fault dripping() {
    return socket -> {
      raw(head("200 OK", "application/json", HUGE)).answer(socket);
      while (!gone(socket)) {
        socket.getOutputStream().write(' ');
      }
    };
  }

  /** Sends 100 MB, or what the client takes of it. */
  static Fault huge() {
    return socket -> {
      raw(head("200 OK", "application/json", HUGE)).answer(socket);
      var spaces = new byte[10_000];
      Arrays.fill(spaces, (byte) ' ');
      for (var sent = 0; sent < HUGE; sent += spaces.length) {
        socket.getOutputStream().write(spaces);
      }
    };
  }

  /** Sends exactly this. */
  static Fault raw(String answer) {
    return socket -> {
      socket.getOutputStream().write(answer.getBytes(UTF_8));
      socket.getOutputStream().flush();
    };
  }

  /** A JSON answer that is well-formed HTTP. */
  static Fault json(String status, String body) {
    return raw(head(status, "application/json", body.getBytes(UTF_8).length) + body);
  }

  /** A web page, as proxies and captive portals send it. */
  static Fault html(String status) {
    var page = "<!doctype html><title>Sign in</title><p>Please sign in.";
    return raw(head(status, "text/html", page.length()) + page);
  }

  /** Asks to come back later. */
  static Fault busy(int seconds) {
    return busy(Integer.toString(seconds));
  }

  /** Asks to come back at that time, whose fraction of a second is lost. */
  static Fault busyUntil(Instant time) {
    return busy(DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
  }

  private static Fault busy(String retryAfter) {
    var head = head("429 Too Many Requests", "text/plain", 0);
    return raw(head.replace("\r\n\r\n", "\r\nRetry-After: " + retryAfter + "\r\n\r\n"));
  }

  static Fault redirect(String location) {
    var head = head("302 Found", "text/plain", 0);
    return raw(head.replace("\r\n\r\n", "\r\nLocation: " + location + "\r\n\r\n"));
  }

  /**
   * A token, and with it whatever the document of the field says.
   *
   * @param rest more members, with a comma before each
   */
  static Fault token(String token, String rest) {
    var body = "{\"access_token\": \"%s\", \"token_type\": \"Bearer\"%s}";
    return json("200 OK", body.formatted(token, rest));
  }

  private static String head(String status, String type, int length) {
    return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        .formatted(status, type, length);
  }

  private static void awaitEnd(Socket socket) throws IOException {
    socket.setSoTimeout(0);
    socket.getInputStream().readAllBytes();
  }

  /** Whether the client has closed; waits a little for it. */
  private static boolean gone(Socket socket) throws IOException {
    socket.setSoTimeout(200);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }
}
