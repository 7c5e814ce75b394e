package dev.bearerd.curl;

import dev.bearerd.token.Secret;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a curl command means.
 *
 * @param document a whole configuration, which names the files; without any secret
 * @param files what they have to hold
 * @param notes what the operator should know; without any secret
 */
public record ImportedProvider(String document, Map<Path, Secret> files, List<String> notes) {
  public ImportedProvider {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    notes = List.copyOf(notes);
  }
}
