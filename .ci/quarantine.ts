/**
 * Tests that fail now and then for a reason that is known and not yet fixed. `make test` prints the list at each run;
 * a failure of one of them does not fail the run until `until`, and fails it from that day on.
 */
export interface QuarantinedTest {
  /** The whole name as the runner prints it, describe blocks included. */
  readonly test: string;
  readonly reason: string;
  readonly since: `${number}-${number}-${number}`;
  /** At most a month later. */
  readonly until: `${number}-${number}-${number}`;
}

export const quarantine: readonly QuarantinedTest[] = [];

/** Names among `failed` that the list excuses on `today` (YYYY-MM-DD). */
export function excused(
  failed: readonly string[],
  today: string,
  list: readonly QuarantinedTest[] = quarantine,
): string[] {
  const current = new Set(list.filter(({ until }) => today < until).map(({ test }) => test));
  return failed.filter((name) => current.has(name));
}
