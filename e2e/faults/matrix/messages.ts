/** Messages that two consumers get, that nobody can read, and that somebody forged. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildStorageKey } from '@media-feed/contract';
import { eventually, isPresent } from '@media-feed/testing/eventually';
import { fastSettings } from '../time-scale.ts';
import type { ProxiedAnswer } from '@media-feed/testing/fault-proxy/http';
import type { Fault, FaultGroup, FaultContext } from './fault.ts';
import { isCall, interceptCalls } from './traps.ts';
import { statements } from './statements.ts';

const hasMessages = ({ body }: ProxiedAnswer) => body.includes('"ReceiptHandle"');

/** What one consumer is given, the next that asks is given too. */
const twoConsumers: Fault = {
  name: 'messages-two-consumers',
  moment: 'two consumers take each message',
  lastsMs: 3000,
  inject: async ({ harness }) => {
    const second = await harness.startSecondConsumer();
    let last: ProxiedAnswer | undefined;
    const { triggered, recover } = interceptCalls(
      harness.proxies.apiToQueue,
      isCall('ReceiveMessage'),
      async (_, proceed) => {
        const repeated = last;
        last = undefined;
        if (repeated) return repeated;
        const answer = await proceed();
        if (hasMessages(answer)) last = answer;
        return answer;
      },
    );
    return {
      triggered,
      recover: async () => {
        await recover?.();
        const ended = once(second, 'exit');
        second.kill('SIGTERM');
        await ended;
      },
    };
  },
};

/** The work takes longer than the message is hidden, and the consumer cannot prolong it. */
const visibility: Fault = {
  name: 'messages-visibility',
  moment: 'visibility runs out mid-work',
  inject: ({ harness }) => {
    const hiddenMs = Number(fastSettings.QUEUE_VISIBILITY_SECONDS) * 1000;
    const { recover } = interceptCalls(
      harness.proxies.apiToQueue,
      isCall('ChangeMessageVisibility', 'ChangeMessageVisibilityBatch'),
      () => Promise.resolve('cut'),
    );
    const triggered = new Promise<void>((resolve) => {
      harness.proxies.apiToDatabase.trigger = {
        statement: statements.recordResults,
        moment: 'after',
        act: () => sleep(1.5 * hiddenMs).then(resolve),
      };
    });
    return { triggered, ...(recover && { recover }) };
  },
};

/** Of which none can be read. */
function poison(): string[] {
  return [
    'this is not JSON',
    JSON.stringify({ version: 2, mediaId: randomUUID() }),
    JSON.stringify({ version: 1, padding: 'x'.repeat(1024 * 1024 - 100) }),
    '[]',
  ];
}

const poisoned: Fault = {
  name: 'messages-poison',
  moment: 'bad JSON, unknown version, 1 MiB, in both queues',
  inject: async ({ harness, allowance }) => {
    const bodies = poison();
    allowance.deadLetters = 2 * bodies.length;
    for (const body of bodies) {
      await harness.queues.send('media-results', body);
      await harness.queues.send('media-failures', body);
    }
    return { triggered: Promise.resolve() };
  },
};

/** For somebody else's upload, for one that nobody requested, and for one that is finished. */
const forged: Fault = {
  name: 'messages-forged',
  moment: 'for a foreign, an unknown and a finished upload',
  inject: (context) => ({ triggered: forge(context) }),
};

async function forge({ harness, ledger, users, allowance }: FaultContext): Promise<void> {
  const readRow = async () => {
    const rows = await harness.sql.rows<{ id: string; uploader_id: string }>(
      `SELECT id, uploader_id FROM media WHERE status = 'READY' AND id = ANY($1) LIMIT 1`,
      [[...ledger.uploads.keys()]],
    );
    return rows[0];
  };
  const finished = await eventually(readRow, isPresent, { what: 'an upload that is READY' });
  const stranger = users.find(({ id }) => id !== finished.uploader_id)?.id ?? '';
  const pending = [...ledger.uploads.values()].find(({ ownerId }) => ownerId !== stranger);
  allowance.deadLetters = 2;
  await harness.queues.send('media-results', ready(pending?.mediaId ?? '', stranger));
  await harness.queues.send('media-results', ready(randomUUID(), stranger));
  // Settled long ago: taken from the queue, and changes nothing.
  await harness.queues.send('media-results', ready(finished.id, finished.uploader_id));
}

/** An inspection result that the contract accepts, with an object that does not exist. */
function ready(mediaId: string, userId: string): string {
  const at = new Date().toISOString();
  const rendition = { name: '320.webp', mimeType: 'image/webp', width: 1, height: 1, size: 1 };
  const key = buildStorageKey({
    kind: 'rendition',
    mediaClass: 'IMAGE',
    mediaId,
    etag8: 'deadbeef',
    rendition: '320.webp',
  });
  return JSON.stringify({
    version: 1,
    mediaId,
    userId,
    eventId: 'forged',
    etag: 'deadbeef',
    arrivedAt: at,
    inspectedAt: at,
    outcome: 'READY',
    type: 'IMAGE',
    mimeType: 'image/png',
    size: 1,
    width: 1,
    height: 1,
    durationSeconds: null,
    codecs: [],
    renditions: [{ ...rendition, key }],
    placeholder: null,
  });
}

export const messages: FaultGroup = {
  name: 'messages',
  title: 'two consumers, poison, forged messages',
  faults: [twoConsumers, visibility, poisoned, forged],
};
