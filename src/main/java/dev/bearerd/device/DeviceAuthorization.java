package dev.bearerd.device;

import dev.bearerd.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person is asked for (RFC 8628 section 3.2).
 *
 * @param deviceCode what the token is asked for with; nobody else may know it
 * @param userCode what the person types in
 * @param completeUri an address that has the code in it already
 * @param expiresAt until when the person can grant
 * @param interval between two requests for the token
 */
public record DeviceAuthorization(
    Secret deviceCode,
    String userCode,
    String verificationUri,
    Optional<String> completeUri,
    Instant expiresAt,
    Duration interval) {}
