package dev.bearerd.oauth;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.bearerd.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a stranger wrote, made fit to be shown: one short line, without any secret that we sent. */
final class SafeText {
  private static final int LONGEST = 200;

  private SafeText() {}

  static String of(String foreign, List<Secret> secrets) {
    var safe = withoutControls(foreign);
    for (var written : forms(secrets)) {
      safe = safe.replace(written, "***");
    }
    return safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
  }

  /** The longest first: a form may be a part of another one. */
  private static List<String> forms(List<Secret> secrets) {
    return secrets.stream()
        .map(Secret::reveal)
        .flatMap(SafeText::forms)
        .map(SafeText::withoutControls)
        .filter(form -> !form.isBlank())
        .distinct()
        .sorted((a, b) -> b.length() - a.length())
        .toList();
  }

  private static Stream<String> forms(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    var form = BodyFormat.encode(secret);
    var json = TextNode.valueOf(secret).toString();
    return Stream.of(
        secret,
        form,
        form.toLowerCase(Locale.ROOT),
        form.replace("+", "%20"),
        json.substring(1, json.length() - 1),
        Base64.getEncoder().encodeToString(bytes),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static String withoutControls(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
