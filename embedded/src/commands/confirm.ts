/** Asks before what cannot be undone. */
import { createInterface } from 'node:readline/promises';
import { CommandError } from './command.ts';

/** Resolves when the person agrees, or has set `YES=1`. @throws {CommandError} otherwise. */
export async function confirm(whatHappens: string): Promise<void> {
  if (process.env.YES === '1') return;
  if (!process.stdin.isTTY) {
    throw new CommandError(`${whatHappens} There is no terminal to ask on: set YES=1 to confirm.`);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`${whatHappens} Go on? [y/N] `);
  lines.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('Nothing was changed.');
}
