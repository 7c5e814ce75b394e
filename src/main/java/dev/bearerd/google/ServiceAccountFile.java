package dev.bearerd.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bearerd.key.KeyFile;
import dev.bearerd.key.PemPrivateKey;
import dev.bearerd.key.SignatureAlgorithm;
import dev.bearerd.key.SigningKey;
import dev.bearerd.oauth.LenientJson;
import dev.bearerd.token.TokenException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The JSON document of a service account's key, as Google Cloud lets it be downloaded. It is read
 * at each use. What it says of addresses is passed over: no file decides where an assertion goes.
 */
public record ServiceAccountFile(Path path) {
  private static final int MAX_KIBIBYTES = 64;

  /**
   * The account as it is now.
   *
   * @throws TokenException which says what is wrong with the document, and nothing of what it holds
   */
  public ServiceAccount read() {
    var document =
        LenientJson.readObject(file().text(MAX_KIBIBYTES))
            .orElseThrow(() -> file().failure("is no JSON document"));
    checkType(document);
    var key = PemPrivateKey.read(file(), text(document, "private_key"));
    var id = Optional.of(text(document, "private_key_id"));
    return new ServiceAccount(
        text(document, "client_email"),
        new SigningKey(file(), key, Optional.of(SignatureAlgorithm.RS256), id));
  }

  private void checkType(ObjectNode document) {
    if (!text(document, "type").equals("service_account")) {
      throw file()
          .failure(
              "describes something else: its type is not service_account; create a key of one");
    }
  }

  private String text(ObjectNode document, String field) {
    return LenientJson.text(document, field)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> file().failure("has no " + field));
  }

  private KeyFile file() {
    return new KeyFile("service-account-file", path);
  }
}
