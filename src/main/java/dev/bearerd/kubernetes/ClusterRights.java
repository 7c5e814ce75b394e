package dev.bearerd.kubernetes;

import dev.bearerd.kubernetes.Right.Verb;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What a cluster says that the account which asks may do there. Nothing is tried for it. */
public final class ClusterRights {
  /** Everybody who is somebody may ask that. */
  private static final Right TO_ASK =
      new Right(Verb.CREATE, "authorization.k8s.io", "selfsubjectaccessreviews", "", "");

  private final Cluster cluster;

  public ClusterRights(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Whether the account has a right.
   *
   * @throws ClusterException without an answer
   */
  public boolean isGranted(Right right) {
    try {
      return cluster
          .client()
          .authorization()
          .v1()
          .selfSubjectAccessReview()
          .create(review(right))
          .getStatus()
          .getAllowed();
    } catch (KubernetesClientException e) {
      throw ClusterException.of(e, TO_ASK);
    }
  }

  private static SelfSubjectAccessReview review(Right right) {
    return new SelfSubjectAccessReviewBuilder()
        .withNewSpec()
        .withNewResourceAttributes()
        .withVerb(right.verb().text())
        .withGroup(right.group())
        .withResource(right.resource())
        .withNamespace(right.namespace())
        .withName(right.name())
        .endResourceAttributes()
        .endSpec()
        .build();
  }
}
