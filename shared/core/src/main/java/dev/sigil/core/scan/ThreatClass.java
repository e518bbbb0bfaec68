package dev.sigil.core.scan;

/**
 * What kind of harm a finding is about, with its weakness (CWE), its place in the OWASP MCP Top 10
 * and why it matters.
 */
public enum ThreatClass {
  SECRET("CWE-798", "MCP01", "Whoever reads the repository or its image can use the secret."),
  POISONING("CWE-1427", "MCP03", "The model obeys what it reads, and its user never sees it."),
  HIDDEN_TEXT("CWE-451", "MCP03", "A reviewer does not see what the model or the compiler reads."),
  SHADOWING("CWE-1427", "MCP03", "One server would decide how the tools of others are used."),
  RUG_PULL("CWE-494", "MCP03", "What was approved is not what runs."),
  OUTPUT_INJECTION("CWE-1427", "MCP06", "An answer that gives orders takes over the conversation."),
  COMMAND_INJECTION("CWE-78", "MCP05", "Whoever shapes the value runs commands on the host."),
  CODE_INJECTION("CWE-94", "MCP05", "Whoever shapes the value runs code in the server."),
  SQL_INJECTION("CWE-89", "MCP05", "Whoever shapes the value reads and changes other data."),
  TEMPLATE_INJECTION("CWE-1336", "MCP05", "Template languages reach the objects of the server."),
  DESERIALISATION("CWE-502", "MCP05", "Decoding the value can run code that it brings along."),
  PATH_TRAVERSAL("CWE-22", "MCP05", "Files outside the intended folder are read or overwritten."),
  SSRF("CWE-918", "MCP05", "The server is made to call internal addresses on another's behalf."),
  EXPOSURE("CWE-306", "MCP07", "Anybody who reaches the port can call the tools."),
  OVERREACH("CWE-250", "MCP02", "What a server can reach, a tricked model can reach too."),
  MISMATCH("CWE-912", "MCP03", "People approve a tool by what it says, not by what it does."),
  EXFILTRATION("CWE-200", "MCP10", "Data of the user leaves for a place that nobody chose."),
  BACKDOOR("CWE-506", "MCP04", "The program does the bidding of somebody else on the host."),
  TOXIC_FLOW("CWE-441", "MCP06", "Text from outside can make the model send private data away."),
  INSTALL_HOOK("CWE-829", "MCP04", "Code runs on the build machine before anybody looked at it."),
  DEPENDENCY("CWE-1395", "MCP04", "The server inherits what its dependencies can be made to do."),
  MALWARE("CWE-506", "MCP04", "The package is known to attack whoever installs it."),
  CONTAINER("CWE-250", "MCP04", "The image gives an intruder more than the server needs."),
  EXHAUSTION("CWE-400", "MCP05", "One call can take the server down."),
  SOURCE("CWE-1357", "MCP04", "What is built may differ from what was reviewed."),
  INCOMPLETE("CWE-1059", "MCP08", "What was not looked at cannot be vouched for.");

  private final String cwe;
  private final String owasp;
  private final String why;

  ThreatClass(String cwe, String owasp, String why) {
    this.cwe = cwe;
    this.owasp = owasp;
    this.why = why;
  }

  /** The weakness in the Common Weakness Enumeration, such as {@code CWE-78}. */
  public String cwe() {
    return cwe;
  }

  /** The entry of the OWASP MCP Top 10 (2025), such as {@code MCP05}. */
  public String owasp() {
    return owasp;
  }

  /** Why it matters, in one sentence. */
  public String why() {
    return why;
  }

  /**
   * Whether it harms others than the workspace that deploys it: those who connect to the server, or
   * the platform. A workspace can neither waive nor outlive such a finding; an operator can.
   */
  public boolean protectsOthers() {
    return switch (this) {
      case POISONING,
          HIDDEN_TEXT,
          SHADOWING,
          RUG_PULL,
          EXFILTRATION,
          BACKDOOR,
          MALWARE,
          INCOMPLETE ->
          true;
      default -> false;
    };
  }
}
