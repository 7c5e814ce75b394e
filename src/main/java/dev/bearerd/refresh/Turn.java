package dev.bearerd.refresh;

/** What one request of a provider has to do with the others to its host. */
interface Turn {

  /** Whether the host still wants this request, at the moment before it is sent. May block. */
  boolean isOpen();

  /**
   * A request has ended, with an answer or without one; what follows from it is still to be done.
   * Neither blocks nor throws: the answer may hold a refresh token that is nowhere else yet.
   */
  void heard(Outcome outcome);
}
