package dev.bearerd.refresh;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import java.util.ArrayList;
import java.util.List;

/** All secrets of one provider that a server or a program might have found out, and may repeat. */
record KnownSecrets(Cell<ProviderDefinition> definition, Cell<ProviderState> state, Memory memory) {
  /** As they are at this moment. */
  List<Secret> now() {
    var secrets = new ArrayList<Secret>();
    state.get().token().map(Token::value).ifPresent(secrets::add);
    memory.entry().token().map(Token::value).ifPresent(secrets::add);
    secrets.addAll(memory.entry().holdings().refreshTokens());
    definition.get().credentials().known().forEach(secrets::add);
    return secrets;
  }
}
