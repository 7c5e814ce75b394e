package dev.bearerd.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void printsAsStars() {
    assertThat(new Secret("mark")).hasToString("***");
  }

  @Test
  void equalsASecretOfTheSameText() {
    assertThat(new Secret("a")).isEqualTo(new Secret("a")).hasSameHashCodeAs(new Secret("a"));
    assertThat(new Secret("a")).isNotEqualTo(new Secret("b")).isNotEqualTo(new Secret("aa"));
    assertThat(new Secret("a")).isNotEqualTo("a");
  }
}
