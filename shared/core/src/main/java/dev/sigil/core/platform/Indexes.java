package dev.sigil.core.platform;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Invitations;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.policy.Waivers;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Schema;
import dev.sigil.core.tool.Catalogues;
import java.util.List;
import java.util.stream.Stream;

/** Every index there is: a store makes these when it opens, and knows no other. */
public final class Indexes {
  public static final List<Index> ALL =
      Stream.concat(declared().stream(), Schema.CURRENT.indexes().stream()).toList();

  private Indexes() {}

  private static List<Index> declared() {
    return List.of(
        ApiKeys.BY_WORKSPACE,
        AuditLog.BY_WORKSPACE,
        BillsOfMaterials.BY_DEPLOYMENT,
        Catalogues.BY_DEPLOYMENT,
        Deployments.BY_DUE,
        Deployments.BY_REPOSITORY,
        Deployments.BY_SOURCE,
        Deployments.BY_WORKSPACE,
        GithubRepositories.BY_INSTALLATION,
        Installations.BY_ACCOUNT,
        Invitations.BY_WORKSPACE,
        Members.BY_PERSON,
        Members.BY_WORKSPACE,
        Packages.BY_CHANGE,
        Packages.BY_DEPLOYMENT,
        Packages.BY_LISTED,
        Packages.BY_NAME,
        Packages.BY_RANK,
        Packages.BY_WORKSPACE,
        Previews.BY_DUE,
        Previews.BY_PARENT,
        Previews.BY_REQUEST,
        ReleaseReports.BY_DUE,
        Releases.BY_DEPLOYMENT,
        Releases.BY_PHASE,
        Sessions.BY_OWNER,
        Waivers.BY_WORKSPACE);
  }
}
