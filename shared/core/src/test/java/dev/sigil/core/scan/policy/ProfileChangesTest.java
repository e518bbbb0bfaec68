package dev.sigil.core.scan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.ServerProfile.ToolPin;
import dev.sigil.core.scan.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileChangesTest {
  private static final ServerProfile APPROVED =
      new ServerProfile(
          List.of(pin("read", "Reads a note.", "h1", "read")),
          List.of("read"),
          List.of(),
          List.of("team@acme.dev"));

  @Test
  void sameVersion_changesNothing() {
    assertThat(ProfileChanges.between(APPROVED, APPROVED)).isEmpty();
    assertThat(ProfileChanges.between(ServerProfile.EMPTY, APPROVED)).isEmpty();
  }

  @Test
  void toolThatDoesMoreUnderTheSameWords_warns() {
    assertThat(rules(pin("read", "Reads a note.", "h1", "read", "send")))
        .contains("rugpull/behaviour-changed");
    assertThat(rules(pin("read", "Reads a note.", "h1", "read", "write")))
        .doesNotContain("rugpull/behaviour-changed");
  }

  @Test
  void toolThatSaysThatItDoesMore_warnsLess() {
    assertThat(rules(pin("read", "Reads a note and mails it.", "h2", "read", "mail")))
        .contains("rugpull/tool-does-more")
        .doesNotContain("rugpull/behaviour-changed");
  }

  @Test
  void rewordedDescription_isOnlyNoted() {
    List<Finding> found = changes(pin("read", "Reads one note.", "h2", "read"), List.of());

    assertThat(found).extracting(Finding::rule).containsExactly("rugpull/description-changed");
    assertThat(found.getFirst().effect()).isEqualTo(Verdict.PASS);
  }

  @Test
  void newToolWithPowerThatNothingHad_warns() {
    assertThat(
            rules(pin("read", "Reads a note.", "h1", "read"), pin("run", "Runs.", "h", "execute")))
        .contains("rugpull/new-tool");
    assertThat(
            rules(pin("read", "Reads a note.", "h1", "read"), pin("list", "Lists.", "h", "read")))
        .isEmpty();
  }

  @Test
  void newReceiver_warns() {
    List<Finding> found =
        changes(pin("read", "Reads a note.", "h1", "read"), List.of("phan@giftshop.club"));

    assertThat(found).extracting(Finding::rule).containsExactly("rugpull/new-recipient");
    assertThat(found.getFirst().message()).contains("phan@giftshop.club");
  }

  private static List<String> rules(ToolPin... pins) {
    List<String> capabilities =
        List.of(pins).stream().flatMap(pin -> pin.capabilities().stream()).distinct().toList();
    ServerProfile after =
        new ServerProfile(List.of(pins), capabilities, List.of(), List.of("team@acme.dev"));
    return ProfileChanges.between(APPROVED, after).stream()
        .map(Finding::rule)
        .filter(rule -> !rule.equals("rugpull/new-capability"))
        .toList();
  }

  private static List<Finding> changes(ToolPin pin, List<String> recipients) {
    ServerProfile after = new ServerProfile(List.of(pin), List.of("read"), List.of(), recipients);
    return ProfileChanges.between(APPROVED, after);
  }

  private static ToolPin pin(String name, String description, String hash, String... does) {
    return new ToolPin(name, description, hash, List.of(does), "server.py", 3);
  }
}
