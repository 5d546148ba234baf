/** How many values a property is tried with: `ordinary` of them, times TEST_EFFORT, which `make test-full` raises. */
export function propertyRuns(ordinary: number): number {
  const effort = Number(process.env.TEST_EFFORT ?? 1);
  if (!(effort >= 1)) throw new Error('TEST_EFFORT must be a number of 1 or more.');
  return Math.round(ordinary * effort);
}
