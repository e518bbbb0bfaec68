package dev.sigil.functions.allinone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrows of the house as rules over a root package, so that the same rules can be shown to bite
 * on a wrong copy of it.
 */
final class Architecture {
  private final String root;

  Architecture(String root) {
    this.root = root;
  }

  /** Every rule by its name. */
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("core-knows-the-jdk-and-json", coreKnowsOnly());
    rules.put("mcp-stands-alone", reaches("mcp"));
    rules.put("http-reaches-core", reaches("http", "core"));
    rules.put("scanner-reaches-core", reaches("scanner", "core"));
    rules.put("builder-reaches-core", reaches("builder", "core"));
    rules.put("embedded-reaches-core", reaches("embedded", "core"));
    rules.put("github-reaches-core", reaches("github", "core"));
    rules.put("testkit-reaches-core", reaches("testkit", "core"));
    rules.put("cli-reaches-core-and-mcp", reaches("cli", "core", "mcp"));
    rules.put("scan-job-runs-the-scanner", reaches("functions.scanjob", "core", "scanner", "push"));
    rules.put(
        "build-trigger-runs-the-builder",
        reaches("functions.buildtrigger", "core", "builder", "push"));
    rules.put(
        "deploy-completion-speaks-mcp",
        reaches("functions.deploycompletion", "core", "mcp", "push"));
    rules.put("gateway-reaches-core-and-mcp", reaches("functions.gateway", "core", "mcp"));
    rules.put("webhook-reaches-core", reaches("functions.webhook", "core", "http"));
    rules.put("registry-api-reaches-core", reaches("functions.registryapi", "core", "http"));
    rules.put(
        "console-api-runs-the-builder", reaches("functions.consoleapi", "core", "http", "builder"));
    rules.put("only-applications-know-push", onlyApplicationsKnowPush());
    rules.put("nobody-here-knows-a-cloud", nobodyKnowsACloud());
    rules.put("time-is-injected", timeIsInjected());
    rules.put("no-package-cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
    rules.put("only-programs-print", onlyProgramsPrint());
    rules.put("only-adapters-start-processes", onlyAdaptersStartProcesses());
    return rules;
  }

  private ArchRule coreKnowsOnly() {
    return classes()
        .that()
        .resideInAPackage(root + ".core..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                root + ".core..", "java..", "com.fasterxml.jackson..", "org.jspecify.."));
  }

  private ArchRule reaches(String module, String... allowed) {
    List<String> packages = new ArrayList<>(List.of(root + "." + module + ".."));
    for (String other : allowed) {
      packages.add(root + "." + other + "..");
    }
    return noClasses()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(root + "..")
                .and(not(resideInAnyPackage(packages.toArray(String[]::new)))))
        .allowEmptyShould(true);
  }

  private ArchRule onlyApplicationsKnowPush() {
    return noClasses()
        .that()
        .haveNameNotMatching(".*Application(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + ".push..");
  }

  /* The adapters are no part of this class path, so that everything seen here is held to it. */
  private ArchRule nobodyKnowsACloud() {
    return noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "..com.google.api..",
                    "..com.google.auth..",
                    "..com.google.cloud..",
                    "..io.grpc..",
                    "..org.springframework..")
                .and(not(resideInAPackage("com.google.cloud.functions"))));
  }

  private ArchRule timeIsInjected() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(root + ".cli..", root + ".testkit..")
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .haveSimpleNameNotEndingWith("Platform")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system");
  }

  private ArchRule onlyProgramsPrint() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(root + ".cli..", root + ".github.app..", root + ".testkit..")
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err");
  }

  private ArchRule onlyAdaptersStartProcesses() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            root + ".embedded..",
            root + ".mcp.bridge..",
            root + ".testkit..",
            root + ".cli..",
            root + ".github.app..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class);
  }
}
