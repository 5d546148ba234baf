/** One line of the doctor's report. */

export interface Finding {
  readonly name: string;
  /** Undefined of what is not well, and not needed either. */
  readonly well: boolean | undefined;
  /** What was found; of what is not well also what to do. */
  readonly detail: string;
}

export function print({ name, well, detail }: Finding): void {
  const mark = well === undefined ? '–' : well ? '✓' : '✗';
  console.log(`${mark} ${name.padEnd(24)}${detail}`);
}

/** What the check finds, or that it failed, by its own words. */
export async function examine(
  name: string,
  remedy: string,
  check: () => Promise<string> | string,
): Promise<Finding> {
  try {
    return { name, well: true, detail: await check() };
  } catch (error) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    return { name, well: false, detail: `${message.replace(/\.?$/, '.')} ${remedy}`.trim() };
  }
}
