/** The function's side of its protection from the sandbox: what a process of the same user could take from it. */
import { readFileSync } from 'node:fs';
import { readCredentials, type Credentials } from '../credentials.ts';
import { holds, missing, type LayerReport } from './layers.ts';
import { loadLibc } from './libc.ts';

const prSetDumpable = 4;

export interface Protection {
  /** Undefined where the AWS SDK is to find the keys by itself. */
  readonly credentials: Credentials | undefined;
  readonly environment: LayerReport;
}

/**
 * Must come before the first child process.
 * @param descriptor of the pipe with the keys.
 */
export function protectFunction(descriptor: number | undefined): Protection {
  const credentials = readCredentials(descriptor);
  // Ahead of what closes it to this process as well.
  const environment = lookAtEnvironment();
  closeMemory();
  return { credentials, environment };
}

/** proc(5), «dumpable»: `mem` and `environ` are root's from now on. Whether that works the sandbox tries. */
function closeMemory(): void {
  try {
    loadLibc().call('prctl', prSetDumpable, 0, 0, 0, 0);
  } catch {
    // Not on this system; the sandbox says so.
  }
}

/** As the kernel shows it to others, whatever has been deleted from `process.env`. */
function lookAtEnvironment(): LayerReport {
  try {
    const names = readFileSync('/proc/self/environ', 'utf8')
      .split('\0')
      .map((entry) => entry.split('=', 1)[0] ?? '');
    const key = names.find((name) => name === 'AWS_SECRET_ACCESS_KEY' || name === 'AWS_SESSION_TOKEN');
    if (key !== undefined) return missing('environment', `${key} stands in the function’s environment`);
    return holds('environment', 'no key stands in the function’s environment');
  } catch {
    return missing('environment', 'the function’s environment can’t be looked at');
  }
}
