package dev.quittance.platform.stage;

import java.util.Set;

/** A running part that reads topics as a member of a consumer group, whose lag can be measured. */
public interface GroupMember {
  /** The consumer group. */
  String group();

  /** The topics that the group reads. */
  Set<String> topics();
}
