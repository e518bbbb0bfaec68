package dev.sigil.scanner.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.scanner.Scans;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureDetectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "a.py ~ uvicorn.run(app, host=\"0.0.0.0\", port=8) ~ exposure/all-interfaces",
        "a.py ~ uvicorn.run(app, host=\"127.0.0.1\", port=8) ~ ^^",
        "a.ts ~ app.listen(PORT, () => {}) ~ exposure/all-interfaces",
        "a.ts ~ app.listen(PORT, '127.0.0.1', () => {}) ~ ^^",
        "a.ts ~ events.listen(name, callback) ~ ^^",
        "a.ts ~ cors({ origin: '*' }) ~ exposure/any-origin",
        "a.ts ~ cors({ origin: 'https://acme.dev' }) ~ ^^",
        "a.py ~ C(allow_origins=[\"*\"]) ~ exposure/any-origin",
        "a.py ~ uvicorn.run(app, host=\"0.0.0.0\", auth=HTTPBearer()) ~ ^^",
        "a.go ~ http.ListenAndServe(\":8080\", nil) ~ exposure/all-interfaces",
        "a.go ~ http.ListenAndServe(\"127.0.0.1:8080\", nil) ~ ^^",
        "a.go ~ s := &http.Server{Addr: \":8080\"} ~ exposure/all-interfaces",
        "A.java ~ HttpServer.create(new InetSocketAddress(8080), 0); ~ exposure/all-interfaces",
        "A.java ~ HttpServer.create(new InetSocketAddress(LOCAL, 8080), 0); ~ ^^",
        "a.py ~ return {\"a\": dict(os.environ)} ~ overreach/environment-dump",
        "a.py ~ data = dict(os.environ) ~ overreach/environment-dump",
        "a.py ~ environment = dict(os.environ) ~ ^^",
        "a.py ~ env_dict.update(dict(os.environ)) ~ ^^",
        "a.py ~ run(cmd, env=dict(os.environ)) ~ ^^",
        "a.py ~ return os.environ[\"HOME\"] ~ ^^",
        "a.ts ~ x = JSON.stringify(process.env, null, 2) ~ overreach/environment-dump",
        "a.ts ~ x = JSON.stringify(process.env.HOME) ~ ^^"
      })
  void line_isJudged(String path, String line, String rule) {
    assertThat(String.join("", Scans.rules(path, line + "\n"))).isEqualTo(rule);
  }
}
