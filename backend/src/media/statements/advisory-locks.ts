/**
 * First keys of the two-key advisory locks that this module takes; the second is a hash of the user's id, or 0.
 * A transaction that takes several takes media rows first, then user locks by user, then feed counts, each in
 * order, so that no two wait for each other.
 */
export const advisoryLock = {
  /** One request at a time counts a user's unfinished uploads. */
  unfinishedUploads: 7_301,
  /** Ids of a user's events commit in order, so that "after id n" misses none. */
  eventsOfUser: 7_302,
  /** One of many instances reconciles. */
  reconciler: 7_303,
  /** One mail at a time is sent to a person. */
  mailRecipient: 7_363,
  /** Counts of tags and words have one writer at a time; triggers take it, after everything else. */
  textIndex: 7_304,
} as const;
