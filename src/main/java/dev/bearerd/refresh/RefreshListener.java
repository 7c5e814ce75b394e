package dev.bearerd.refresh;

/** Is told what happens, by the thread on which it happens; must be quick and must not throw. */
@FunctionalInterface
public interface RefreshListener {
  void on(RefreshEvent event);
}
