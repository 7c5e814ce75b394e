package dev.bearerd.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

/** An HTTP client that sends exactly the headers it is given, also a foreign Host. */
public record RawClient(URI server) {

  /** What came back. */
  public record Reply(int status, String body) {
    public JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Sends one request on a connection of its own.
   *
   * @param headers each as {@code Name: value}; the last of a name wins
   */
  public Reply send(String method, String path, String body, String... headers) {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request(method, path, body, headers).getBytes(UTF_8));
      return read(new String(socket.getInputStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The headers, after those that they may replace. */
  public static String[] with(String[] headers, String... defaults) {
    return Stream.concat(Stream.of(defaults), Stream.of(headers)).toArray(String[]::new);
  }

  private String request(String method, String path, String body, String... headers) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Host", server.getAuthority());
    fields.put("Connection", "close");
    fields.put("Content-Length", Integer.toString(body.getBytes(UTF_8).length));
    for (var header : headers) {
      fields.put(header.split(": ", 2)[0], header.split(": ", 2)[1]);
    }
    var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    fields.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text + "\r\n" + body;
  }

  private static Reply read(String answer) {
    var end = answer.indexOf("\r\n\r\n");
    return new Reply(Integer.parseInt(answer.substring(9, 12)), answer.substring(end + 4));
  }
}
