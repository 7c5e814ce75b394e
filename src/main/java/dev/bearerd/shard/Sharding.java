package dev.bearerd.shard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.kubernetes.SecretName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which shard a provider belongs to: the first eight bytes of the SHA-256 of its name, modulo the
 * number of shards. Other providers make no difference to it; another number of shards does.
 *
 * @param count at least 1
 */
public record Sharding(int count) {
  public Sharding {
    if (count < 1) {
      throw new IllegalArgumentException("there is one shard at least, not " + count);
    }
  }

  /** From 0. */
  public int shardOf(String provider) {
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash(provider)).getLong(), count);
  }

  /** The Secret that remembers a shard, where the configuration names this one. */
  public SecretName secret(SecretName configured, int shard) {
    return count == 1
        ? configured
        : new SecretName(configured.namespace(), configured.name() + "-" + shard);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
