package dev.sigil.functions.registryapi;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.platform.Standalone;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.tool.Catalogues;
import dev.sigil.http.Cors;
import dev.sigil.http.HttpService;
import dev.sigil.http.OpenApiDocument;
import dev.sigil.http.Routes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/** Answers everybody who looks for a server: MCP clients, other registries, the CLI. */
public final class RegistryApiFunction implements HttpFunction {
  private final HttpService service;

  /** Opens the platform on the class path. */
  public RegistryApiFunction() {
    this(Standalone.start(System.getenv()), RegistryApiConfig.from(System.getenv()));
  }

  public RegistryApiFunction(Platform platform, RegistryApiConfig config) {
    Packages packages = new Packages(platform.documents(), platform.clock());
    OpenApiDocument document = OpenApiDocument.beside(RegistryApiFunction.class, "registry-api");
    this.service =
        new HttpService(
            routes(
                    new ServersResource(packages, config.maxAge()),
                    new PackagesResource(
                        packages, new Catalogues(platform.documents()), config.maxAge()))
                .build(document),
            Cors.ANY_READER,
            new RegistryProblems(),
            new SecureRandom());
  }

  /* A host that refuses an encoded slash still reaches a server, by a path of one segment more. */
  private static Routes.Builder routes(ServersResource servers, PackagesResource packages) {
    Routes.Builder routes = Routes.builder();
    for (String version : List.of("/v0.1", "/v0")) {
      routes.get(version + "/servers", servers::list);
      for (String name : List.of("/servers/{name}", "/servers/{namespace}/{name}")) {
        routes
            .get(version + name + "/versions", servers::versions)
            .get(version + name + "/versions/{version}", servers::version);
      }
    }
    return routes
        .get("/api/v1/packages", packages::list)
        .get("/api/v1/packages/search", packages::search)
        .get("/api/v1/packages/{name}", packages::detail)
        .get("/api/v1/packages/{namespace}/{name}", packages::detail);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    service.service(request, response);
  }

  HttpService http() {
    return service;
  }
}
