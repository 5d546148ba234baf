/** Plays one fault over a running stack and judges what it left. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchServed, gather, type Subject } from './invariants/gather.ts';
import { invariants, type InvariantName } from './invariants/invariants.ts';
import type { Fault, Scene } from './matrix/fault.ts';
import type { Stage } from './stage/stage.ts';
import { patienceMs } from './time-scale.ts';
import { fileFor } from './workload/files.ts';
import { uploadWell } from './workload/uploading.ts';
import { prepareWorkload, type Workload } from './workload/workload.ts';

export type Verdicts = Readonly<Record<InvariantName, readonly string[]>>;

export interface CellResult {
  readonly verdicts: Verdicts;
  readonly seconds: number;
  /** From the heal until every invariant held, or patience was over. */
  readonly healedAfterSeconds: number;
}

/** @throws {Error} when the fault never struck. */
export async function runCell(stage: Stage, fault: Fault, uploads: number): Promise<CellResult> {
  const startedAt = performance.now();
  const { behaviour: oddBehaviour } = fault;
  const workload = await prepareWorkload(stage, { uploads, oddBehaviour });
  const { ledger, people } = workload;
  const before = {
    pids: await stage.pids(),
    deadLetters: await stage.queues.depth('media-dead-letters'),
    repairs: await stage.repairs(),
  };
  const scene: Scene = { stage, ledger, people, allowance: { restarts: [], deadLetters: 0 } };
  await play(fault, scene, workload);
  const healedAt = performance.now();
  const probe = await sendProbe(stage, workload);
  const subject = { stage, ledger, people, before, allowance: scene.allowance, probe };
  const verdicts = await judgeUntilGood(subject, healedAt + patienceMs);
  const endedAt = performance.now();
  return {
    verdicts,
    seconds: (endedAt - startedAt) / 1000,
    healedAfterSeconds: (endedAt - healedAt) / 1000,
  };
}

async function play(fault: Fault, scene: Scene, workload: Workload): Promise<void> {
  const injected = await fault.inject(scene);
  const uploaded = workload.start();
  const patience = new AbortController();
  try {
    await Promise.race([injected.struck, neverStruck(patience.signal)]);
    await sleep(fault.lastsMs ?? 0);
  } finally {
    patience.abort();
    await injected.heal?.();
  }
  await uploaded;
  await workload.calm();
}

async function neverStruck(signal: AbortSignal): Promise<never> {
  await sleep(patienceMs, undefined, { signal }).catch(() => undefined);
  throw new Error('The fault never struck: nothing came by the moment at which it should.');
}

/** One more upload by a client that saw the fault; the status that it has, when asked. */
async function sendProbe(stage: Stage, { ledger, people }: Workload): Promise<Subject['probe']> {
  const [person] = people;
  if (!person) throw new Error('Nobody is there to send the probe');
  const { file, isGenuine } = await fileFor(0);
  const known = new Set(ledger.uploads.keys());
  await uploadWell({
    index: 0,
    stage,
    person,
    file,
    isGenuine,
    ledger,
    deadline: Date.now() + patienceMs,
  });
  const mediaId = [...ledger.uploads.keys()].find((id) => !known.has(id)) ?? '';
  return async () =>
    (await person.call('getMedia', { parameters: { mediaId } }).catch(() => undefined))?.status;
}

/** Looks again until nothing is wrong; what is wrong when patience ends is wrong. */
async function judgeUntilGood(subject: Subject, deadline: number): Promise<Verdicts> {
  for (;;) {
    const seen = await gather(subject).catch((error: unknown) => String(error));
    if (typeof seen !== 'string') {
      const verdicts = judge(seen);
      const isGood = Object.values(verdicts).every((wrong) => wrong.length === 0);
      if (isGood || performance.now() > deadline)
        return judge({ ...seen, served: await fetchServed(subject) });
    } else if (performance.now() > deadline) throw new Error(`The stack could not be looked at: ${seen}`);
    await sleep(500);
  }
}

export function judge(seen: Parameters<(typeof invariants)['I1']>[0]): Verdicts {
  const entries = Object.entries(invariants).map(([name, invariant]) => [name, invariant(seen)]);
  return Object.fromEntries(entries) as Verdicts;
}
