package dev.bearerd.oauth;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IP address, or those with the same first bits (RFC 4632). No name is ever looked up. */
record AddressBlock(InetAddress first, int commonBits) {
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,3}");
  private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-f]*:[0-9a-f:.]*");

  /** Reads {@code ADDRESS} or {@code ADDRESS/BITS}; empty when it is neither. */
  static Optional<AddressBlock> parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      return address(text).map(one -> new AddressBlock(one, bits(one)));
    }
    var common = text.substring(slash + 1);
    return address(text.substring(0, slash))
        .filter(one -> DECIMAL.matcher(common).matches())
        .map(one -> new AddressBlock(one, Integer.parseInt(common)))
        .filter(block -> block.commonBits <= bits(block.first));
  }

  boolean isLoopback() {
    return first.isLoopbackAddress();
  }

  boolean contains(String host) {
    return address(host)
        .filter(one -> bits(one) == bits(first))
        .filter(one -> common(one).equals(common(first)))
        .isPresent();
  }

  private BigInteger common(InetAddress address) {
    return new BigInteger(1, address.getAddress()).shiftRight(bits(address) - commonBits);
  }

  private static int bits(InetAddress address) {
    return address.getAddress().length * 8;
  }

  private static Optional<InetAddress> address(String text) {
    try {
      if (V6.matcher(text).matches()) {
        return Optional.of(InetAddress.getByName("[" + text + "]")); // never a name then
      }
      return V4.matcher(text).matches() ? Optional.of(v4(text)) : Optional.empty();
    } catch (UnknownHostException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static InetAddress v4(String text) throws UnknownHostException {
    var parts = text.split("\\.", -1);
    var bytes = new byte[parts.length];
    for (var i = 0; i < bytes.length; i++) {
      var value = Integer.parseInt(parts[i]);
      if (value > 255) {
        throw new UnknownHostException("no address");
      }
      bytes[i] = (byte) value;
    }
    return InetAddress.getByAddress(bytes);
  }
}
