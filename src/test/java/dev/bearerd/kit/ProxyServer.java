package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on 127.0.0.1 that brings everything to one server, whichever host is asked for. One
 * request a connection.
 */
public final class ProxyServer implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Optional<String> credentials = Optional.empty();
  private volatile Optional<String> refusal = Optional.empty();

  public ProxyServer(URI target) {
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.target = target.getPort();
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The first line of each request that was let through, without its HTTP version. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Lets nobody else through from now on. */
  public ProxyServer demand(String user, String password) {
    var pair = (user + ":" + password).getBytes(UTF_8);
    credentials = Optional.of(Base64.getEncoder().encodeToString(pair));
    return this;
  }

  /**
   * Lets nobody through from now on.
   *
   * @param status for instance {@code 403 Forbidden}
   */
  public ProxyServer refuse(String status) {
    refusal = Optional.of(status);
    return this;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    while (true) {
      var socket = listener.accept();
      daemon(() -> serve(socket));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      var head = head(client);
      var refused = refusal(head);
      if (refused.isPresent()) {
        answer(client, refused.get(), "Proxy-Authenticate: Basic realm=\"x\"\r\n");
      } else {
        asked.add(head.substring(0, head.indexOf(" HTTP/")));
        connect(client, head);
      }
    }
  }

  private Optional<String> refusal(String head) {
    return refusal.or(
        () ->
            credentials
                .filter(wanted -> !head.contains("roxy-authorization: Basic " + wanted + "\r\n"))
                .filter(wanted -> !head.contains("roxy-Authorization: Basic " + wanted + "\r\n"))
                .map(wanted -> "407 Proxy Authentication Required"));
  }

  private void connect(Socket client, String head) throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      if (head.startsWith("CONNECT ")) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
      } else {
        server.getOutputStream().write(inOriginForm(head).getBytes(ISO_8859_1));
      }
      daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  /** As RFC 9112 section 3.2.1 wants it of the last hop, and without what is for the proxy. */
  private static String inOriginForm(String head) {
    return head.replaceFirst(" http://[^/]+", " ")
        .replaceFirst("(?i)\r\nproxy-authorization: [^\r]*", "")
        .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  }

  private static void answer(Socket client, String status, String headers) throws IOException {
    var answer = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  private static String head(Socket socket) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Ends in silence when a socket is closed. */
  private static void daemon(Exchange exchange) {
    var thread =
        new Thread(
            () -> {
              try {
                exchange.run();
              } catch (IOException e) {
                // The other side has gone.
              }
            },
            "proxy-server");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Exchange {
    void run() throws IOException;
  }
}
