# What builds copy into the image of a stdio server: the bridge, and a Java runtime of the one module it needs.
FROM eclipse-temurin:25-jdk AS jre
RUN ["jlink", "--add-modules", "java.base", "--strip-debug", "--no-header-files", "--no-man-pages", "--generate-cds-archive", "--output", "/jre"]

FROM scratch
COPY --from=jre ["/jre", "/opt/sigil/jre"]
COPY ["sigil-bridge.jar", "/opt/sigil/"]
