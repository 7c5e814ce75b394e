package dev.bearerd.apiconnect;

/**
 * A user registry that API Connect can ask.
 *
 * @param name as realms name it
 * @param title for people; empty where there is none
 * @param registryType for instance {@code lur}; empty where the server does not say
 */
public record IdentityProvider(String name, String title, boolean isDefault, String registryType) {}
