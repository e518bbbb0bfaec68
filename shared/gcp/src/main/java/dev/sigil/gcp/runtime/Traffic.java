package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import dev.sigil.core.id.DeploymentId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a service's requests are spread: every revision that may be called has a tag, and one of them
 * has all the traffic that names no tag. Immutable.
 *
 * @param main the revision with 100 %; null when there is none at all
 */
record Traffic(SortedSet<RevisionTag> tags, @Nullable RevisionTag main) {
  private static final int ALL = 100;

  Traffic {
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  static Traffic of(Collection<TrafficTarget> targets) {
    SortedSet<RevisionTag> tags = new TreeSet<>();
    RevisionTag main = null;
    for (TrafficTarget target : targets) {
      RevisionTag tag = RevisionTag.find(target.getTag()).orElse(null);
      if (tag != null) {
        tags.add(tag);
        main = target.getPercent() > 0 ? tag : main;
      }
    }
    return new Traffic(tags, main);
  }

  /** The newest revision of a release that may be called. */
  Optional<RevisionTag> newest(int number) {
    return tags.stream().filter(tag -> tag.number() == number).max(RevisionTag::compareTo);
  }

  /** Adds a revision without traffic, unless it is the first: Cloud Run sends traffic somewhere. */
  Traffic with(RevisionTag candidate) {
    SortedSet<RevisionTag> more = new TreeSet<>(tags);
    more.add(candidate);
    return new Traffic(more, main == null ? candidate : main);
  }

  /**
   * Moves all traffic.
   *
   * @param before what served until now and stays for its sessions; null when nothing did
   */
  Traffic promoting(RevisionTag tag, @Nullable RevisionTag before) {
    Traffic kept =
        where(other -> other.equals(tag) || other.equals(before) || other.number() > tag.number());
    return new Traffic(kept.tags, tag);
  }

  /** Takes a revision away; its traffic goes to the newest that is left. */
  Traffic without(RevisionTag tag) {
    return where(other -> !other.equals(tag));
  }

  private Traffic where(Predicate<RevisionTag> kept) {
    TreeSet<RevisionTag> left = new TreeSet<>(tags.stream().filter(kept).toList());
    RevisionTag heir = left.isEmpty() ? null : left.getLast();
    return new Traffic(left, main != null && left.contains(main) ? main : heir);
  }

  List<TrafficTarget> targets(DeploymentId deployment) {
    return tags.stream()
        .map(
            tag ->
                TrafficTarget.newBuilder()
                    .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
                    .setRevision(tag.revision(deployment))
                    .setTag(tag.toString())
                    .setPercent(tag.equals(main) ? ALL : 0)
                    .build())
        .toList();
  }
}
