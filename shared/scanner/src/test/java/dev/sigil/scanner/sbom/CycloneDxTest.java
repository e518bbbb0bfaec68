package dev.sigil.scanner.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.MemoryTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cyclonedx.Version;
import org.junit.jupiter.api.Test;

class CycloneDxTest {
  private static final MemoryTree TREE =
      MemoryTree.of(
              "package.json", "{\"dependencies\": {\n\"left-pad\": \"1.3.0\", \"open\": \"^1\"}}")
          .with(
              "package-lock.json",
              """
              {"packages": {"": {"dependencies": {"left-pad": "1.3.0", "@s/a": "*"}},
                "node_modules/left-pad": {"version": "1.3.0"},
                "node_modules/@s/a": {"version": "2.0.0+b", "integrity":
                  "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="},
                "node_modules/w": {"link": true, "resolved": "w"},
                "node_modules/d": {"version": "1.0.0", "dev": true}}}
              """)
          .with("requirements.txt", "Flask_Thing==1.0 --hash=sha256:zz\n")
          .with("go.mod", "require github.com/Acme/tool/v2 v2.0.1\n")
          .with("tests/requirements.txt", "pytest==1.0\n")
          .with(
              "pom.xml",
              "<project><dependencies><dependency><groupId>g.h</groupId><artifactId>a</artifactId>"
                  + "<version>1</version></dependency></dependencies></project>");

  @Test
  void inventory_becomesOneComponentPerPackage() {
    JsonNode bom = Json.parse(write(TREE));

    assertThat(bom.path("components").findValuesAsText("purl"))
        .containsExactly(
            "pkg:golang/github.com/acme/tool/v2@v2.0.1",
            "pkg:maven/g.h/a@1",
            "pkg:npm/%40s/a@2.0.0%2Bb",
            "pkg:npm/d@1.0.0",
            "pkg:npm/left-pad@1.3.0",
            "pkg:pypi/flask-thing@1.0");
    assertThat(bom.path("components").findValuesAsText("scope"))
        .containsExactly("required", "required", "required", "excluded", "required", "required");
    JsonNode leftPad = bom.path("components").path(4);
    assertThat(leftPad.path("properties").findValuesAsText("value"))
        .containsExactly("package-lock.json:2", "package.json:2");
    JsonNode scoped = bom.path("components").path(2);
    assertThat(scoped.path("group").asText()).isEqualTo("@s");
    assertThat(scoped.path("hashes").path(0).path("alg").asText()).isEqualTo("SHA-512");
    assertThat(scoped.path("hashes").path(0).path("content").asText())
        .startsWith("cf83e1357eefb8bd");
  }

  @Test
  void bom_satisfiesItsSchema() {
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V7,
            builder ->
                builder.schemaMappers(
                    mappers -> mappers.mapPrefix("http://cyclonedx.org/schema", "classpath:")));
    JsonSchema schema =
        factory.getSchema(
            SchemaLocation.of(
                "classpath:bom-" + Version.VERSION_16.getVersionString() + ".schema.json"));

    assertThat(schema.validate(Json.parse(write(TREE)))).isEmpty();
    assertThat(schema.validate(Json.parse(write(new MemoryTree())))).isEmpty();
    assertThat(schema.validate(Json.parse("{\"bomFormat\": \"CycloneDX\"}"))).isNotEmpty();
  }

  @Test
  void sameTree_givesTheSameBytes() {
    assertThat(write(TREE)).isEqualTo(write(TREE));
    assertThat(write(TREE)).isNotEqualTo(write(MemoryTree.of("a.txt", "x")));
  }

  @Test
  void references_areUnique() {
    List<String> references = Json.parse(write(TREE)).findValuesAsText("bom-ref");
    Set<String> distinct = new HashSet<>(references);

    assertThat(distinct).hasSameSizeAs(references);
  }

  @Test
  void unreadableManifest_isConfessed() {
    Inventory inventory = Inventory.of(MemoryTree.of("uv.lock", "[[package"), "");

    assertThat(inventory.unreadable()).containsExactly("uv.lock");
    assertThat(CycloneDx.write(inventory, "x", "")).contains("\"incomplete\"");
  }

  private static String write(MemoryTree tree) {
    return CycloneDx.write(Inventory.of(tree, ""), "acme/server", "1.0");
  }
}
