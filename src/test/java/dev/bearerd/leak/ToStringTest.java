package dev.bearerd.leak;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bearerd.journal.Entry;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpReply;
import dev.bearerd.oauth.TokenRequest;
import dev.bearerd.token.Answer;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.Token;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No value tells its secrets when it is printed, also not as a part of another one. */
final class ToStringTest {
  /** The secrets of the demo are published in documents. */
  static Stream<Class<?>> records() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.bearerd")
            .stream()
            .<Class<?>>map(JavaClass::reflect)
            .filter(Class::isRecord)
            .filter(type -> !type.getName().contains(".demo."));
  }

  @ParameterizedTest
  @MethodSource("records")
  void hidesSecrets(Class<?> type) {
    new Evidence().add(type.getName(), Sample.of(type).toString()).assertClean();
  }

  @Test
  void samplesHoldMarkedSecrets() {
    assertThat(List.of(Token.class, Holdings.class, Answer.class, Entry.class))
        .allSatisfy(type -> assertThat(Sample.of(type).toString()).contains("***"));
    assertThat(((HttpCall) Sample.of(HttpCall.class)).body()).contains(Sample.MARK);
    assertThat(((HttpReply) Sample.of(HttpReply.class)).body()).contains(Sample.MARK);
    assertThat(((TokenRequest) Sample.of(TokenRequest.class)).parameters().toString())
        .contains(Sample.MARK);
  }
}
