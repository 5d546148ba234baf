/** A clock that is ten minutes off, by libfaketime: of the API, then of the Lambda. */
import { globSync } from 'node:fs';
import type { ProgramName, HarnessOptions } from '../harness/harness.ts';
import type { Fault, FaultGroup } from './fault.ts';
import { byClientsAlone as inject } from './traps.ts';

const library = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];

function missing(): string | undefined {
  return library ? undefined : 'libfaketime is not here (apt-get install faketime)';
}

function skewed(program: ProgramName | 'lambda', minutes: number): HarnessOptions {
  const variables = {
    LD_PRELOAD: library ?? '',
    FAKETIME: `${minutes > 0 ? '+' : '-'}${String(Math.abs(minutes) * 60)}s`,
    // Timers run on: only the wall clock is wrong.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return {
    // Production's own life of a URL: a skew must not eat it up.
    settings: { PRESIGN_TTL_SECONDS: '900' },
    overrides: { [program]: variables },
  };
}

function group(name: string, title: string, moment: string, harness: HarnessOptions): FaultGroup {
  const fault: Fault = { name, moment, inject, missing };
  return { name, title, harness, faults: [fault] };
}

export const clocks: readonly FaultGroup[] = [
  group('clock-api-ahead', 'clock skew of 10 minutes', 'the API is ahead', skewed('api', 10)),
  group('clock-api-behind', '', 'the API is behind', skewed('api', -10)),
  group('clock-function-ahead', '', 'the Lambda is ahead', skewed('lambda', 10)),
  group('clock-function-behind', '', 'the Lambda is behind', skewed('lambda', -10)),
];
