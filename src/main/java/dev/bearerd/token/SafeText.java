package dev.bearerd.token;

import java.util.Collection;
import java.util.Comparator;

/** What a stranger wrote, made fit to be shown: one short line, without any secret that we know. */
public final class SafeText {
  private static final int LONGEST = 200;

  private SafeText() {}

  public static String of(String foreign, Collection<Secret> secrets) {
    var safe = masked(withoutControls(foreign), secrets);
    return safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
  }

  /** The text as it is, but for the secrets, in whichever way they are written. */
  public static String masked(String text, Collection<Secret> secrets) {
    return secrets.stream()
        .map(Secret::reveal)
        .filter(secret -> !secret.isEmpty())
        .flatMap(Spellings::of)
        .map(SafeText::withoutControls)
        .filter(spelling -> !spelling.isBlank())
        .distinct()
        .sorted(Comparator.comparing(String::length).reversed()) // one may be a part of another
        .reduce(text, (rest, spelling) -> rest.replace(spelling, "***"));
  }

  private static String withoutControls(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
