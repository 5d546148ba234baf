import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from './deployment.ts';

/** Looks again and again. @throws once the minutes are over, beginning with `otherwise` */
export async function within(
  { pollMilliseconds }: Deployment,
  minutes: number,
  otherwise: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + minutes * 60_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`${otherwise} after ${String(minutes)} minutes.`);
    await sleep(pollMilliseconds);
  }
}
