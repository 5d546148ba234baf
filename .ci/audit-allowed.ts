/** Advisories that we live with for a while, each with its reason and the day on which that is looked at again. */
export interface AllowedAdvisory {
  /** Such as `GHSA-xxxx-xxxx-xxxx`. */
  readonly advisory: string;
  readonly reason: string;
  /** ISO date; from then on the advisory fails again. */
  readonly expires: string;
}

export const allowedAdvisories: readonly AllowedAdvisory[] = [];
