/**
 * What people see of a running agent: the log, the status as JSON, health and metrics. Shows no
 * token and no secret.
 */
@NullMarked
package dev.bearerd.status;

import org.jspecify.annotations.NullMarked;
