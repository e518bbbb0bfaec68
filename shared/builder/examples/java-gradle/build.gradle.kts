plugins {
    id("application")
}

version = "1.0.0"

repositories { mavenCentral() }

dependencies {
    implementation("io.modelcontextprotocol.sdk:mcp-core:2.1.0")
    implementation("io.modelcontextprotocol.sdk:mcp-json-jackson2:2.1.0")
}

java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }

application { mainClass = "com.acme.weather.WeatherServer" }
