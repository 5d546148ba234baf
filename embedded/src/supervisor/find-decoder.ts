/** Whether posters and waveforms can be made here: FFmpeg's decoders are a package that npm may leave out. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';

const lambda = join(import.meta.dirname, '..', '..', '..', 'lambda', 'package.json');
const packageName = `@seydx/node-av-${process.platform}-${process.arch}`;

/** What the decoder would load. @throws where it is not installed. */
export function requireDecoder(): string {
  try {
    createRequire(lambda).resolve(packageName);
    return packageName;
  } catch (cause) {
    throw new Error(`${packageName} is not installed`, { cause });
  }
}

/** Whether the stack starts the decoder. */
export function hasDecoder({ DECODER }: Pick<Settings, 'DECODER'>): boolean {
  if (DECODER === 'off') return false;
  try {
    requireDecoder();
    return true;
  } catch {
    return false;
  }
}
