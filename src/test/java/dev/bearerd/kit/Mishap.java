package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/** What becomes of a request in place of a good answer. The server closes the socket afterwards. */
@FunctionalInterface
interface Mishap {
  Instant NO_PAUSE = Instant.EPOCH;

  /** All that a token endpoint or what stands before it can do, but for asking for a pause. */
  List<Mishap> EVERY =
      List.of(
          before(Fault.silence()),
          before(Fault.closing()),
          before(Fault.closingInTheMiddle()),
          before(Fault.resetting()),
          before(Fault.dripping()),
          before(Fault.huge()),
          before(Fault.json("500 Internal Server Error", "{}")),
          before(Fault.html("502 Bad Gateway")),
          before(Fault.json("503 Service Unavailable", "")),
          before(Fault.html("401 Unauthorized")),
          before(Fault.redirect("/elsewhere")),
          before(Fault.json("200 OK", "")),
          before(Fault.html("200 OK")),
          before(Fault.json("200 OK", "{\"access_token\": \"t")),
          before(Fault.json("200 OK", "{\"id_token\": \"t\"}")),
          after(Fault.closing()),
          after(Fault.silence()),
          after(socket -> socket.setSoLinger(true, 0)));

  /** Both ways to ask all clients for a pause. */
  List<Mishap> PAUSES = List.of(Mishap::pauseOfASecond, Mishap::pauseUntilADate);

  /**
   * Does it.
   *
   * @param good makes the good answer; from then on the refresh token that was presented is used
   * @return until when no client may ask this host; in the past where it does not say
   */
  Instant strike(Socket socket, Supplier<String> good) throws IOException;

  /** Strikes while nothing has happened yet. */
  static Mishap before(Fault fault) {
    return (socket, good) -> {
      fault.answer(socket);
      return NO_PAUSE;
    };
  }

  /** Loses the second half of the good answer. */
  static Mishap after(Fault ending) {
    return (socket, good) -> {
      var answer = good.get().getBytes(UTF_8);
      socket.getOutputStream().write(answer, 0, answer.length / 2);
      ending.answer(socket);
      return NO_PAUSE;
    };
  }

  private static Instant pauseOfASecond(Socket socket, Supplier<String> good) throws IOException {
    return pauseUntil(Instant.now().plusSeconds(1), Fault.busy(1), socket);
  }

  private static Instant pauseUntilADate(Socket socket, Supplier<String> good) throws IOException {
    var until = Instant.now().plus(Duration.ofSeconds(2)).truncatedTo(ChronoUnit.SECONDS);
    return pauseUntil(until, Fault.busyUntil(until), socket);
  }

  private static Instant pauseUntil(Instant until, Fault fault, Socket socket) throws IOException {
    fault.answer(socket);
    return until;
  }
}
