package wrong.core;

import io.vertx.core.http.HttpServerRequest;

record WrongCore(HttpServerRequest request) {}
