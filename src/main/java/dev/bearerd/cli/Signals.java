package dev.bearerd.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. Java has no public way to hear them; {@code sun.misc.Signal} is
 * exported for that (JEP 260), but to name it in the source is a warning that cannot be silenced.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs an action whenever the process gets a signal, in place of what the signal does by default.
   *
   * @param name without SIG, for instance {@code TERM}
   * @param action is run by a thread of its own
   */
  static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var running =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return signal;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), running);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime hears no signals", e);
    }
  }
}
