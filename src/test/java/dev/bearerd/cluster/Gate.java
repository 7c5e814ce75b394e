package dev.bearerd.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port on loopback that leads to a server, and can be shut: then nothing answers there. */
final class Gate implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Optional<ServerSocket> listener = Optional.empty();

  Gate(String server) throws IOException {
    target = URI.create(server).getPort();
    port = listen(0);
  }

  String address() {
    return "https://127.0.0.1:" + port + "/";
  }

  /** Breaks all connections, and refuses new ones. */
  void shut() {
    listener.ifPresent(Gate::close);
    open.forEach(Gate::close);
    open.clear();
  }

  void reopen() throws IOException {
    listen(port);
  }

  @Override
  public void close() {
    shut();
  }

  private int listen(int at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 200);
    listener = Optional.of(socket);
    daemon(() -> accept(socket));
    return socket.getLocalPort();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        var inside = socket.accept();
        var outside = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(inside);
        open.add(outside);
        daemon(() -> copy(inside, outside));
        daemon(() -> copy(outside, inside));
      }
    } catch (IOException e) {
      close(socket); // shut
    }
  }

  private void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      close(from); // broken
    } finally {
      close(to);
      open.remove(from);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }
}
