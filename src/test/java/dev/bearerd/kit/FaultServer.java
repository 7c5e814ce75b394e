package dev.bearerd.kit;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A server on 127.0.0.1 that reads each request whole and then misbehaves as it was told. One
 * request a connection.
 */
public final class FaultServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final int port;
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile Fault fault;

  public FaultServer(Fault fault) {
    this.fault = fault;
    this.listener = listen(0);
    this.port = listener.getLocalPort();
    this.acceptor = accept(listener);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** How many requests have come in whole. */
  public int requests() {
    return requests.get();
  }

  /** Misbehaves so from the next request on. */
  public void become(Fault next) {
    fault = next;
  }

  /** Stops listening: connections are refused from now on. */
  public void refuse() {
    close(listener);
    awaitEndOfAccept();
  }

  /** Listens again after {@link #refuse()}. */
  public void resume() {
    listener = listen(port);
    acceptor = accept(listener);
  }

  @Override
  public void close() {
    close(listener);
    open.forEach(FaultServer::close);
  }

  private static ServerSocket listen(int port) {
    try {
      var listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread accept(ServerSocket socket) {
    return daemon(
        () -> {
          while (true) {
            var connection = socket.accept();
            open.add(connection);
            var unused = daemon(() -> serve(connection));
          }
        });
  }

  /** The kernel goes on listening while a thread is still in accept. */
  private void awaitEndOfAccept() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      if (readRequest(socket)) {
        requests.incrementAndGet();
        fault.answer(socket);
      }
    } finally {
      open.remove(socket);
    }
  }

  private static boolean readRequest(Socket socket) throws IOException {
    var input = new BufferedInputStream(socket.getInputStream());
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = input.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    var length = LENGTH.matcher(head);
    var body = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return input.readNBytes(body).length == body;
  }

  /** Ends in silence when a socket is closed, which is what both sides do here all the time. */
  private static Thread daemon(Exchange exchange) {
    var thread =
        new Thread(
            () -> {
              try {
                exchange.run();
              } catch (IOException e) {
                // The other side has gone.
              }
            },
            "fault-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Exchange {
    void run() throws IOException;
  }
}
