package dev.bearerd.demo;

/**
 * A request that an endpoint does not accept; the message becomes the description in the answer.
 */
final class DemoRefusal extends RuntimeException {
  private final int status;
  private final String error;

  /**
   * @param error a code of RFC 6749 section 5.2
   */
  DemoRefusal(int status, String error, String description) {
    super(description);
    this.status = status;
    this.error = error;
  }

  static DemoRefusal invalidRequest(String description) {
    return new DemoRefusal(400, "invalid_request", description);
  }

  static DemoRefusal invalidClient() {
    return new DemoRefusal(401, "invalid_client", "client id and secret do not match");
  }

  static DemoRefusal invalidGrant(String description) {
    return new DemoRefusal(400, "invalid_grant", description);
  }

  static DemoRefusal unsupportedGrantType(String supported) {
    return new DemoRefusal(400, "unsupported_grant_type", "grant_type must be " + supported);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }
}
