package dev.bearerd.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * The API server did not do what it was asked. The message is one line, lower case, holds nothing
 * of what a Secret holds, and says what to do where that is known.
 */
public final class ClusterException extends RuntimeException {
  private static final Pattern USER = Pattern.compile("User \"([^\"]+)\"");
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]+)\"");

  /** What a failure means for the next step. */
  public enum Kind {
    /** A right is lacking; a server that is just starting says so too. */
    FORBIDDEN,
    /** The object is not there, or its namespace. */
    NOT_FOUND,
    /** Somebody else owns a field, or has changed the object meanwhile. */
    CONFLICT,
    /** The server cannot take it now. */
    BUSY,
    /** There was no answer. */
    UNREACHABLE,
    /** The server will never take this. */
    INVALID
  }

  private final Kind kind;
  private final String message;
  private final Optional<Duration> retryAfter;
  private final boolean ofOwner;

  private ClusterException(
      Kind kind, String message, Optional<Duration> retryAfter, boolean ofOwner) {
    super(message);
    this.kind = kind;
    this.message = message;
    this.retryAfter = retryAfter;
    this.ofOwner = ofOwner;
  }

  public static ClusterException unusable(String message) {
    return of(Kind.UNREACHABLE, message);
  }

  public static ClusterException of(Kind kind, String message) {
    return new ClusterException(kind, message, Optional.empty(), false);
  }

  /** Somebody else owns a field. */
  public static ClusterException owned(String message) {
    return new ClusterException(Kind.CONFLICT, message, Optional.empty(), true);
  }

  /** The server is asked too much. */
  public static ClusterException busy(Optional<Duration> retryAfter) {
    var message = "the API server asks for fewer requests";
    return new ClusterException(Kind.BUSY, message, retryAfter, false);
  }

  /**
   * Explains what the client threw.
   *
   * @param needed what the request needed
   */
  public static ClusterException of(KubernetesClientException thrown, Right needed) {
    var status = Optional.ofNullable(thrown.getStatus());
    return switch (thrown.getCode()) {
      case 401 ->
          of(
              Kind.FORBIDDEN,
              "the API server does not accept %s; is it of this cluster, and still valid?"
                  .formatted(asker()));
      case 403 -> of(Kind.FORBIDDEN, forbidden(status, needed));
      case 404 -> of(Kind.NOT_FOUND, notFound(status, needed));
      case 409 -> conflict(status, needed);
      case 422 -> of(Kind.INVALID, invalid(status, needed));
      case 429 -> busy(pause(status));
      case 0, -1 -> of(Kind.UNREACHABLE, "no answer from the API server; " + silence(thrown));
      default ->
          thrown.getCode() >= 500
              ? of(Kind.BUSY, "the API server answers with HTTP " + thrown.getCode())
              : of(
                  Kind.INVALID,
                  "the API server refuses to %s: HTTP %d".formatted(needed, thrown.getCode()));
    };
  }

  public Kind kind() {
    return kind;
  }

  /** Whether somebody else owns a field, which may be taken over. */
  public boolean isOfOwner() {
    return ofOwner;
  }

  /** How long the server wants to be left alone, where it says so. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  @Override
  public String getMessage() {
    return message;
  }

  private static String asker() {
    var kubeconfig = Kubeconfig.find();
    return kubeconfig.isUsed()
        ? "the token or the certificate of the user in " + kubeconfig
        : "the token of the pod's service account";
  }

  private static String forbidden(Optional<Status> status, Right needed) {
    var said = text(status);
    if (said.contains("because it is being terminated")) {
      return "namespace " + needed.namespace() + " is being deleted";
    }
    var user = USER.matcher(said);
    return "may not %s; let a Role in namespace %s grant %s%s"
        .formatted(
            needed, needed.namespace(), needed.rule(), user.find() ? " to " + user.group(1) : "");
  }

  private static String notFound(Optional<Status> status, Right needed) {
    var kind = status.map(Status::getDetails).map(StatusDetails::getKind).orElse("");
    return kind.equals("namespaces")
        ? "namespace " + needed.namespace() + " does not exist; create it"
        : "there is no " + needed.resource() + " " + needed.namespace() + "/" + needed.name();
  }

  /** The words of a cause may hold anything, so its class has to do. */
  private static String silence(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "TLS fails; does the kubeconfig's certificate-authority belong to it?";
      }
      if (cause instanceof UnknownHostException) {
        return "its host name is not known; is the kubeconfig's server right?";
      }
    }
    return "does it run, and is it reachable?";
  }

  private static ClusterException conflict(Optional<Status> status, Right needed) {
    var owned =
        causes(status).stream()
            .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
            .map(ClusterException::owned)
            .toList();
    return owned.isEmpty()
        ? of(
            Kind.CONFLICT,
            "%s/%s was changed by somebody else meanwhile"
                .formatted(needed.namespace(), needed.name()))
        : owned(owned.stream().distinct().collect(Collectors.joining(", ")));
  }

  private static String owned(StatusCause cause) {
    var manager = MANAGER.matcher(String.valueOf(cause.getMessage()));
    return "%s belongs to %s"
        .formatted(
            cause.getField(), manager.find() ? printable(manager.group(1)) : "somebody else");
  }

  /** What others have written goes into a line of the log. */
  public static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\"]", "?");
  }

  /**
   * The server's words may quote what a Secret holds, so only those that are known are repeated.
   */
  private static String invalid(Optional<Status> status, Right needed) {
    var fields =
        causes(status).stream()
            .map(StatusCause::getField)
            .distinct()
            .collect(Collectors.joining(", "));
    var said = text(status);
    var why =
        said.contains("field is immutable when `immutable` is set")
            ? "it is immutable: delete it, or choose another name"
            : said.contains("Too long")
                ? "it would be larger than 1 MiB"
                : said.contains("field is immutable")
                    ? fields + " cannot be changed: delete it, or choose another name"
                    : "the API server does not accept " + (fields.isEmpty() ? "it" : fields);
    return "%s/%s: %s".formatted(needed.namespace(), needed.name(), why);
  }

  private static List<StatusCause> causes(Optional<Status> status) {
    return status
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .map(List::copyOf)
        .orElse(List.of());
  }

  private static Optional<Duration> pause(Optional<Status> status) {
    return status
        .map(Status::getDetails)
        .map(StatusDetails::getRetryAfterSeconds)
        .map(Duration::ofSeconds);
  }

  private static String text(Optional<Status> status) {
    return status.map(Status::getMessage).orElse("");
  }
}
