package dev.bearerd.oauth;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts that are asked without a proxy: those that {@code NO_PROXY} lists, and those on this
 * machine, which a proxy elsewhere would look for on its own.
 */
public record NoProxy(List<Entry> entries) {
  public NoProxy {
    entries = List.copyOf(entries);
  }

  /** Reads a list that is separated by commas or spaces. */
  static NoProxy parse(String text) {
    return new NoProxy(
        Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .map(Entry::parse)
            .toList());
  }

  boolean covers(URI url) {
    var host = Optional.ofNullable(url.getHost()).map(NoProxy::plain).orElse("");
    var port = url.getPort() >= 0 ? url.getPort() : usualPort(url);
    return isHere(host) || entries.stream().anyMatch(entry -> entry.covers(host, port));
  }

  private static boolean isHere(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || AddressBlock.parse(host).filter(AddressBlock::isLoopback).isPresent();
  }

  private static int usualPort(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) ? 80 : 443;
  }

  /** Without brackets, and without the dot that ends a full name. */
  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
  }

  /**
   * One of the list.
   *
   * @param host a name, which stands for those below it too, an address, a block of addresses, or
   *     {@code *} for all
   * @param port the only one; empty for all
   */
  record Entry(String host, Optional<Integer> port) {
    private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):(\\d{1,5})");

    static Entry parse(String text) {
      var parts = WITH_PORT.matcher(text);
      return parts.matches()
          ? new Entry(name(parts.group(1)), Optional.of(Integer.valueOf(parts.group(2))))
          : new Entry(name(text), Optional.empty());
    }

    /** {@code .example.com} and {@code *.example.com} are {@code example.com} to most programs. */
    private static String name(String text) {
      return plain(text).replaceFirst("^(\\*?\\.)", "");
    }

    boolean covers(String asked, int askedPort) {
      return port.filter(only -> only != askedPort).isEmpty()
          && (host.equals("*")
              || asked.equals(host)
              || asked.endsWith("." + host)
              || AddressBlock.parse(host).filter(block -> block.contains(asked)).isPresent());
    }
  }
}
