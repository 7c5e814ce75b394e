package dev.bearerd.hook;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What hooks are told in these tests. */
final class Occasions {
  static final Occasion PUBLISHED =
      new Occasion(
          "orders",
          List.of(Path.of("/run/tokens/orders"), Path.of("/run/tokens/orders header")),
          Instant.parse("2026-03-01T11:00:00.9Z"));

  private Occasions() {}
}
