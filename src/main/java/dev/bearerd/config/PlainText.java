package dev.bearerd.config;

import java.net.URI;
import java.util.regex.Pattern;

/** Addresses to which secrets would travel in plain text, over a network. */
public final class PlainText {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[(::1|0:0:0:0:0:0:0:1)]");

  private PlainText() {}

  /**
   * Whether others could read what is sent there.
   *
   * @param url with a host
   */
  public static boolean shows(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) && !LOOPBACK.matcher(url.getHost()).matches();
  }
}
