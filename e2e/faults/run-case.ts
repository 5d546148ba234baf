/** Runs one fault over a running stack and checks what it left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchServed, gather, type Subject } from './invariants/gather.ts';
import { invariants, type InvariantName } from './invariants/invariants.ts';
import type { Fault, FaultContext } from './matrix/fault.ts';
import type { Harness } from './harness/harness.ts';
import { patienceMs } from './time-scale.ts';
import { fileFor } from './workload/files.ts';
import { uploadWell } from './workload/uploading.ts';
import { prepareWorkload, type Workload } from './workload/workload.ts';

type Violations = Readonly<Record<InvariantName, readonly string[]>>;

export interface CaseResult {
  readonly violations: Violations;
  readonly seconds: number;
  /** From the recovery until every invariant held, or patience was over. */
  readonly recoveredAfterSeconds: number;
}

/** @throws {Error} when the fault never triggered. */
export async function runCase(harness: Harness, fault: Fault, uploads: number): Promise<CaseResult> {
  const startedAt = performance.now();
  const { behaviour: oddBehaviour } = fault;
  const workload = await prepareWorkload(harness, { uploads, oddBehaviour });
  const { ledger, users } = workload;
  const before = {
    pids: await harness.pids(),
    deadLetters: await harness.queues.depth('media-dead-letters'),
    repairs: await harness.repairs(),
  };
  const context: FaultContext = { harness, ledger, users, allowance: { restarts: [], deadLetters: 0 } };
  await inject(fault, context, workload);
  const recoveredAt = performance.now();
  const probe = await sendProbe(harness, workload);
  const subject = { harness, ledger, users, before, allowance: context.allowance, probe };
  const violations = await checkUntilGood(subject, recoveredAt + patienceMs);
  const endedAt = performance.now();
  return {
    violations,
    seconds: (endedAt - startedAt) / 1000,
    recoveredAfterSeconds: (endedAt - recoveredAt) / 1000,
  };
}

async function inject(fault: Fault, context: FaultContext, workload: Workload): Promise<void> {
  const injected = await fault.inject(context);
  const uploaded = workload.start();
  const patience = new AbortController();
  try {
    await Promise.race([injected.triggered, neverTriggered(patience.signal)]);
    await sleep(fault.lastsMs ?? 0);
  } finally {
    patience.abort();
    await injected.recover?.();
    // Of a fault that never triggered too: a workload left alone would never end.
    await uploaded;
    await workload.calm();
  }
}

async function neverTriggered(signal: AbortSignal): Promise<never> {
  await sleep(patienceMs, undefined, { signal }).catch(() => undefined);
  throw new Error('The fault never triggered: nothing came by the moment at which it should.');
}

/** One more upload by a client that saw the fault; the status that it has, when asked. */
async function sendProbe(harness: Harness, { ledger, users }: Workload): Promise<Subject['probe']> {
  const [user] = users;
  if (!user) throw new Error('Nobody is there to send the probe');
  const { file, isGenuine } = await fileFor(0);
  const known = new Set(ledger.uploads.keys());
  await uploadWell({
    index: 0,
    harness,
    user,
    file,
    isGenuine,
    ledger,
    deadline: Date.now() + patienceMs,
  });
  const mediaId = [...ledger.uploads.keys()].find((id) => !known.has(id)) ?? '';
  return async () =>
    (await user.call('getMedia', { parameters: { mediaId } }).catch(() => undefined))?.status;
}

/** Looks again until nothing is wrong; what is wrong when patience ends is wrong. */
async function checkUntilGood(subject: Subject, deadline: number): Promise<Violations> {
  for (;;) {
    const seen = await gather(subject).catch((error: unknown) => String(error));
    if (typeof seen !== 'string') {
      const violations = checkInvariants(seen);
      const isGood = Object.values(violations).every((wrong) => wrong.length === 0);
      if (isGood || performance.now() > deadline)
        return checkInvariants({ ...seen, served: await fetchServed(subject) });
    } else if (performance.now() > deadline) throw new Error(`The stack could not be looked at: ${seen}`);
    await sleep(500);
  }
}

function checkInvariants(seen: Parameters<(typeof invariants)['I1']>[0]): Violations {
  const entries = Object.entries(invariants).map(([name, invariant]) => [name, invariant(seen)]);
  return Object.fromEntries(entries) as Violations;
}
