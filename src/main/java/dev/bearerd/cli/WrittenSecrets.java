package dev.bearerd.cli;

import dev.bearerd.config.HookConfig;
import dev.bearerd.config.ProviderConfig;
import dev.bearerd.config.SecretText;
import dev.bearerd.oauth.Proxy;
import dev.bearerd.oauth.Redaction;
import dev.bearerd.token.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The secrets that stand in the configuration itself, maybe brought there by a variable. */
final class WrittenSecrets {
  private WrittenSecrets() {}

  static Stream<Secret> of(ProviderConfig config) {
    var keys =
        Stream.of(
            config.clientSecret(),
            config.password(),
            config.refreshToken(),
            config.privateKeyPassword(),
            config.assertion().privateKeyPassword());
    var hooks = config.hooks().stream().flatMap(hook -> hook.http().stream());
    var named =
        Stream.concat(
            Stream.of(config.parameters(), config.headers()),
            hooks.map(HookConfig.HttpHook::headers));
    return Stream.of(
            keys.flatMap(Optional::stream).map(SecretText::get).map(Secret::new),
            config.proxy().stream().flatMap(WrittenSecrets::ofProxy),
            named.flatMap(WrittenSecrets::in))
        .flatMap(secrets -> secrets);
  }

  private static Stream<Secret> ofProxy(SecretText url) {
    return Proxy.parse(new Secret(url.get())).flatMap(Proxy::password).stream();
  }

  private static Stream<Secret> in(Map<String, String> named) {
    return named.entrySet().stream()
        .flatMap(entry -> Redaction.secrets(entry.getKey(), entry.getValue()).stream());
  }
}
