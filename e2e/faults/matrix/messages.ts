/** Messages that two consumers get, that nobody can read, and that somebody forged. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildStorageKey } from '@media-feed/contract';
import { until } from '@media-feed/testing/users';
import { fastSettings } from '../time-scale.ts';
import type { WireAnswer } from '../wires/http-wire.ts';
import type { Fault, FaultGroup, Scene } from './fault.ts';
import { isCall, meddleWith } from './traps.ts';

const hasMessages = ({ body }: WireAnswer) => body.includes('"ReceiptHandle"');

/** What one consumer is given, the next that asks is given too. */
const twoConsumers: Fault = {
  name: 'messages-two-consumers',
  moment: 'two consumers take each message',
  lastsMs: 3000,
  inject: async ({ stage }) => {
    const second = await stage.startSecondConsumer();
    let last: WireAnswer | undefined;
    const { struck, heal } = meddleWith(
      stage.wires.apiToQueue,
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
      struck,
      heal: async () => {
        await heal?.();
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
  inject: ({ stage }) => {
    const hiddenMs = Number(fastSettings.QUEUE_VISIBILITY_SECONDS) * 1000;
    const { heal } = meddleWith(
      stage.wires.apiToQueue,
      isCall('ChangeMessageVisibility', 'ChangeMessageVisibilityBatch'),
      () => Promise.resolve('cut'),
    );
    const struck = new Promise<void>((resolve) => {
      stage.wires.apiToDatabase.watch = {
        statement: 'judgements_record',
        moment: 'after',
        act: () => sleep(1.5 * hiddenMs).then(resolve),
      };
    });
    return { struck, ...(heal && { heal }) };
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
  inject: async ({ stage, allowance }) => {
    const bodies = poison();
    allowance.deadLetters = 2 * bodies.length;
    for (const body of bodies) {
      await stage.queues.send('media-results', body);
      await stage.queues.send('media-failures', body);
    }
    return { struck: Promise.resolve() };
  },
};

/** For somebody else's upload, for one that nobody requested, and for one that is finished. */
const forged: Fault = {
  name: 'messages-forged',
  moment: 'for a foreign, an unknown and a finished upload',
  inject: (scene) => ({ struck: forge(scene) }),
};

async function forge({ stage, ledger, people, allowance }: Scene): Promise<void> {
  const finished = await until('an upload is READY', async () => {
    const rows = await stage.sql.rows<{ id: string; uploader_id: string }>(
      `SELECT id, uploader_id FROM media WHERE status = 'READY' AND id = ANY($1) LIMIT 1`,
      [[...ledger.uploads.keys()]],
    );
    return rows[0];
  });
  const stranger = people.find(({ id }) => id !== finished.uploader_id)?.id ?? '';
  const pending = [...ledger.uploads.values()].find(({ ownerId }) => ownerId !== stranger);
  allowance.deadLetters = 2;
  await stage.queues.send('media-results', ready(pending?.mediaId ?? '', stranger));
  await stage.queues.send('media-results', ready(randomUUID(), stranger));
  // Settled long ago: taken from the queue, and changes nothing.
  await stage.queues.send('media-results', ready(finished.id, finished.uploader_id));
}

/** A verdict that the contract takes, with an object that does not exist. */
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
