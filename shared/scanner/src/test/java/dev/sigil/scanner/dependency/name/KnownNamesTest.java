package dev.sigil.scanner.dependency.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.scanner.dependency.inventory.Ecosystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownNamesTest {
  @ParameterizedTest
  @CsvSource({
    "NPM, loadsh, lodash",
    "NPM, expresss, express",
    "NPM, prettir, prettier",
    "NPM, reacr-router, react-router",
    "NPM, typescirpt, typescript",
    "NPM, @modelcontextprotocol/skd, @modelcontextprotocol/sdk",
    "NPM, @modelcontextprotocal/sdk, @modelcontextprotocol/sdk",
    "NPM, modelcontextprotocol-sdk, @modelcontextprotocol/sdk",
    "NPM, mcp-remtoe, mcp-remote",
    "PYPI, reqeusts, requests",
    "PYPI, requessts, requests",
    "PYPI, crytography, cryptography",
    "PYPI, pyyamll, pyyaml",
    "PYPI, c0lorama, colorama"
  })
  void slip_imitates(Ecosystem ecosystem, String name, String known) {
    assertThat(KnownNames.of(ecosystem).orElseThrow().imitatedBy(name)).hasValue(known);
  }

  @ParameterizedTest
  @CsvSource({
    "NPM, lodash",
    "NPM, preact",
    "NPM, vasync",
    "NPM, tslint-config-prettier",
    "NPM, mkdirp2",
    "NPM, react-vis",
    "NPM, koa-cors",
    "NPM, my-mcp-server",
    "NPM, @acme/sdk",
    "PYPI, requests2-mock",
    "PYPI, flask-mongo",
    "PYPI, acme-mcp-server",
    "PYPI, ty"
  })
  void otherName_doesNot(Ecosystem ecosystem, String name) {
    assertThat(KnownNames.of(ecosystem).orElseThrow().imitatedBy(name)).isEmpty();
  }
}
