package dev.bearerd.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value in DER (X.690), as far as a private key needs it. What is no DER fails with an
 * IllegalArgumentException or a BufferUnderflowException.
 */
final class Der {
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;

  /** Explicit, in an ECPrivateKey (RFC 5915): the curve. */
  static final int CONTEXT_0 = 0xa0;

  private static final int LONGEST_LENGTH = 3;

  private final int tag;
  private final byte[] content;

  private Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  static Der of(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (var part : parts) {
      content.writeBytes(part);
    }
    return new Der(tag, content.toByteArray());
  }

  static Der read(byte[] encoded) {
    var values = all(encoded);
    if (values.size() != 1) {
      throw new IllegalArgumentException("not one value");
    }
    return values.get(0);
  }

  int tag() {
    return tag;
  }

  byte[] content() {
    return content.clone();
  }

  /** The values in this one. */
  List<Der> children() {
    return all(content);
  }

  byte[] encoded() {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(out);
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** In the shortest way, as DER demands; keys are smaller than 64 KiB. */
  private void writeLength(ByteArrayOutputStream out) {
    if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
  }

  private static List<Der> all(byte[] encoded) {
    var in = ByteBuffer.wrap(encoded);
    var values = new ArrayList<Der>();
    while (in.hasRemaining()) {
      var tag = in.get() & 0xff;
      var end = length(in) + in.position();
      if (end > in.limit()) {
        throw new IllegalArgumentException("cut off");
      }
      values.add(new Der(tag, Arrays.copyOfRange(encoded, in.position(), end)));
      in.position(end);
    }
    return values;
  }

  private static int length(ByteBuffer in) {
    var first = in.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    if (first > 0x80 + LONGEST_LENGTH) {
      throw new IllegalArgumentException("too long");
    }
    var length = 0;
    for (var i = first & 0x7f; i > 0; i--) {
      length = (length << 8) | (in.get() & 0xff);
    }
    return length;
  }
}
