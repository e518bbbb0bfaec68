package dev.sigil.functions.deploycompletion;

import static dev.sigil.functions.deploycompletion.Scene.ANSWER;
import static dev.sigil.functions.deploycompletion.Scene.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.registry.PackageFilter;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.core.registry.PackageVersion;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be done with the packages that releases have published. */
class PublishedPackagesTest {
  private static final String NAME = "io.github.acme/weather";

  private final Scene scene = new Scene().with(candidate -> ANSWER);

  @BeforeEach
  void publish() {
    scene.built(scene.building('a', plan("1.0.0")));
    scene.built(scene.building('b', plan("1.1.0")));
  }

  @Test
  void search_findsNameAndDescriptionWhateverTheirCase() {
    assertThat(found("WEATH")).containsExactly("1.1.0");
    assertThat(found("forecasts")).containsExactly("1.1.0");
    assertThat(found("stocks")).isEmpty();
  }

  @Test
  void deletedVersion_leavesTheListAndTheLatestMovesOn() {
    List<PackageVersion> changed =
        scene.packages.changeStatus(
            scene.deployment.workspace(), NAME, "1.1.0", PackageStatus.DELETED, "Broken.");

    assertThat(changed).hasSize(2);
    assertThat(found("weather")).containsExactly("1.0.0");
    assertThat(scene.packages.find(NAME, "1.1.0"))
        .get()
        .returns("deleted", PackageVersion::rank)
        .returns("Broken.", PackageVersion::statusMessage);
  }

  @Test
  void status_isNoOtherTenantsToChange() {
    assertThatThrownBy(
            () ->
                scene.packages.changeStatus(
                    new WorkspaceId("mallory"), NAME, null, PackageStatus.DELETED, null))
        .hasMessageContaining("not found");
    assertThat(found("weather")).containsExactly("1.1.0");
  }

  @Test
  void deletedDeployment_leavesNothing() {
    scene.packages.delete(scene.deployment.id());

    assertThat(scene.versions()).isEmpty();
    assertThat(scene.packages.find(NAME)).isEmpty();
    assertThat(found("weather")).isEmpty();
  }

  private List<String> found(String text) {
    return scene.packages.list(PackageFilter.matching(text), 10, null).items().stream()
        .map(PackageVersion::version)
        .toList();
  }
}
