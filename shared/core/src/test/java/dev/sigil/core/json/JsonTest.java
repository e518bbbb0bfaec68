package dev.sigil.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonTest {
  private record Moment(Instant at) {}

  private record Place(String street, String city) {
    @JsonProperty
    String zone() {
      return "z";
    }

    @JsonProperty
    String map() {
      return "m";
    }

    @JsonProperty
    String area() {
      return "a";
    }
  }

  @Test
  void properties_areWrittenInOneOrder() {
    assertThat(Json.write(new Place("s", "c")))
        .isEqualTo("{\"street\":\"s\",\"city\":\"c\",\"area\":\"a\",\"map\":\"m\",\"zone\":\"z\"}");
  }

  @Test
  void instant_isWrittenWithNineDigitsOfASecond() {
    assertThat(Json.write(new Moment(Instant.parse("2026-01-01T00:00:00.5Z"))))
        .isEqualTo("{\"at\":\"2026-01-01T00:00:00.500000000Z\"}");
  }

  @Test
  void instant_isReadAsItWasWritten() {
    Moment moment = new Moment(Instant.ofEpochSecond(1_767_225_600, 123_456_789));

    assertThat(Json.read(Json.write(moment), Moment.class)).isEqualTo(moment);
    assertThat(Json.read("{\"at\":\"2026-01-01T00:00:00.5Z\"}", Moment.class).at())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
  }

  @Test
  void instants_sortAsTheirTexts() {
    Random random = new Random(1);
    List<Instant> instants =
        Stream.generate(() -> Instant.ofEpochSecond(random.nextLong(3), random.nextInt(1_000)))
            .limit(200)
            .flatMap(instant -> Stream.of(instant, instant.plusMillis(random.nextLong(1_000))))
            .toList();

    assertThat(instants.stream().map(Json::text).sorted())
        .containsExactlyElementsOf(instants.stream().sorted().map(Json::text).toList());
  }
}
