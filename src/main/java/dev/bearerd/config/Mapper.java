package dev.bearerd.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.Converters;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Turns properties that were checked into the interfaces that the rest of the agent reads. One
 * small configuration a provider, as the time for a single large one grows with the square of its
 * size.
 */
final class Mapper<T> {
  private static final int PRIORITY = 200;

  private final Class<T> type;
  private final ConfigClass mapping;

  /** Looks into the interface once; it carries its prefix. */
  Mapper(Class<T> type) {
    this.type = type;
    this.mapping = ConfigClass.configClass(type);
  }

  /** Empty where something is missing, which was reported then. */
  Optional<T> map(Map<String, String> properties) {
    try {
      var config =
          new SmallRyeConfigBuilder()
              .withConverter(Duration.class, PRIORITY, Check.DURATIONS)
              .withConverter(MemorySize.class, PRIORITY, Check.SIZES)
              .withConverter(Path.class, PRIORITY, given(Path::of))
              .withConverter(URI.class, PRIORITY, given(URI::create))
              .withConverter(Fraction.class, PRIORITY, given(Fraction::parse))
              .withConverter(SecretText.class, PRIORITY, given(SecretText::new))
              .withMapping(mapping)
              .withSources(new PropertiesConfigSource(properties, "files", PRIORITY))
              .build();
      return Optional.of(config.getConfigMapping(type));
    } catch (ConfigValidationException e) {
      return Optional.empty();
    }
  }

  /** A key that was not given is an empty text to SmallRye Config, and must become null. */
  private static <T> Converter<T> given(Converter<T> converter) {
    return Converters.newEmptyValueConverter(converter);
  }
}
