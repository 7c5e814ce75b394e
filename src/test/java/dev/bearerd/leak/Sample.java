package dev.bearerd.leak;

import dev.bearerd.config.SecretText;
import dev.bearerd.token.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes a record of any type, with a marked secret wherever it may hold one. */
final class Sample {
  static final String MARK = MarkedSecret.CLIENT_SECRET.mark();

  /** Components of text in which secrets travel; a text of any other name is no secret. */
  private static final Set<String> CARRIERS =
      Set.of("body", "text", "content", "value", "headers", "parameters", "properties");

  /** Components that take nothing but a host's name. */
  private static final Set<String> HOSTS = Set.of("machines", "registries");

  /** Each instant is later than the one before. */
  private static final AtomicLong SECONDS = new AtomicLong();

  private Sample() {}

  static Object of(Class<?> type) {
    return record(type);
  }

  private static Object record(Class<?> type) {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values =
        Arrays.stream(components)
            .map(component -> value(component.getGenericType(), component.getName()))
            .toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          type + " cannot be made of " + Arrays.toString(values) + "; teach it to Sample", e);
    }
  }

  /** Null where a value of this type cannot show anything: it prints as its identity. */
  private static @Nullable Object value(Type type, String name) {
    if (type instanceof ParameterizedType generic) {
      return container(generic, name);
    }
    if (!(type instanceof Class<?> plain)) {
      return null;
    }
    if (plain == String.class) {
      return CARRIERS.contains(name) ? MARK : HOSTS.contains(name) ? "host" : "/word";
    }
    if (plain.isPrimitive()) {
      return primitive(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    return plain.isInterface() ? implementation(plain) : object(plain);
  }

  private static @Nullable Object container(ParameterizedType type, String name) {
    var arguments = type.getActualTypeArguments();
    var raw = (Class<?>) type.getRawType();
    if (raw == Map.class) {
      return Map.of(name.equals("locations") ? "" : "word", value(arguments[1], name));
    }
    var element = Optional.ofNullable(value(arguments[0], name));
    if (raw == Optional.class) {
      return element;
    }
    if (raw == List.class) {
      return element.map(List::of).orElse(List.of());
    }
    if (raw == Set.class) {
      return element.map(Set::of).orElse(Set.of());
    }
    return raw.isInterface() ? proxy(raw) : null;
  }

  private static Object primitive(Class<?> type) {
    if (type == boolean.class) {
      return true;
    }
    if (type == double.class) {
      return 0.5;
    }
    return type == long.class ? (Object) 1L : (Object) 1;
  }

  private static Object implementation(Class<?> type) {
    return Optional.ofNullable(type.getPermittedSubclasses()).stream()
        .flatMap(Arrays::stream)
        .filter(Class::isRecord)
        .filter(kind -> !holds(kind, type))
        .max(Comparator.comparingInt(kind -> kind.getRecordComponents().length))
        .map(Sample::record)
        .orElseGet(() -> type == Path.class ? Path.of("/word") : proxy(type));
  }

  private static boolean holds(Class<?> record, Class<?> type) {
    return Arrays.stream(record.getRecordComponents())
        .anyMatch(part -> part.getGenericType().getTypeName().contains(type.getName()));
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> "proxy");
  }

  private static @Nullable Object object(Class<?> type) {
    if (type == Secret.class) {
      return new Secret(MARK);
    }
    if (type == Duration.class) {
      return Duration.ofSeconds(1);
    }
    if (type == Instant.class) {
      return Instant.ofEpochSecond(SECONDS.incrementAndGet());
    }
    if (type == URI.class) {
      return URI.create("https://user:" + MARK + "@example.com/path?key=" + MARK);
    }
    return type == SecretText.class ? secretText() : null;
  }

  private static Object secretText() {
    try {
      var constructor = SecretText.class.getDeclaredConstructor(String.class);
      constructor.setAccessible(true);
      return constructor.newInstance(MARK);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
