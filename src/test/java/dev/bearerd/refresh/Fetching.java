package dev.bearerd.refresh;

/** Fetches of providers without an agent. */
final class Fetching {
  private Fetching() {}

  /** Nobody else asks its host. */
  static Outcome fetch(Provider provider) {
    return provider.fetch(
        new Turn() {
          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void heard(Outcome outcome) {}
        });
  }
}
