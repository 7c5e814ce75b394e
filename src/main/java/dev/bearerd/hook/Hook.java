package dev.bearerd.hook;

import java.util.List;

/** Something that happens once a new token has been published. Called by one thread at a time. */
public interface Hook {

  /**
   * Names it for the operator, for instance {@code exec systemctl}. Holds nothing that could be a
   * secret: no arguments, no headers, no query.
   */
  String description();

  /**
   * Does it. Blocks the calling thread, within the hook's time limit; an interrupt ends it early.
   *
   * @return lines to log, in which the caller has to mask secrets; empty where there is nothing to
   *     say
   * @throws HookException when it was not done; it is run again then, with what is newest
   */
  List<String> run(Occasion occasion);
}
