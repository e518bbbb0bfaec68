package dev.sigil.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  @Test
  void key_isTheSameForEverySpelling() {
    for (String url :
        List.of(
            "https://github.com/acme/weather",
            "https://github.com/Acme/Weather.git",
            "HTTPS://GitHub.com/acme/weather.git/",
            "ssh://git@github.com/acme/weather.git")) {
      assertThat(new Repository(url).key()).as(url).isEqualTo("github.com/acme/weather");
    }
  }

  @Test
  void key_tellsRepositoriesApart() {
    assertThat(new Repository("https://github.com/acme/weather.gitx").key())
        .isEqualTo("github.com/acme/weather.gitx");
    assertThat(new Repository("/srv/Weather.git").key()).isEqualTo("/srv/Weather.git");
    assertThat(new Repository("file:///srv/weather").key()).isEqualTo("file:///srv/weather");
    assertThat(new Repository("http://127.0.0.1:80/acme/weather").key())
        .isEqualTo("127.0.0.1:80/acme/weather");
  }
}
