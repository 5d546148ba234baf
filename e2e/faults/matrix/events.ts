/** S3 events that get lost, come often, in another order, or too late. */
import { setTimeout as sleep } from 'node:timers/promises';
import { persist } from '../workload/user.ts';
import { requestUpload, uploadWell, type Behaviour } from '../workload/uploading.ts';
import { outageMs } from '../time-scale.ts';
import type { ProxiedAnswer } from '@media-feed/testing/fault-proxy/http';
import type { Fault, FaultGroup } from './fault.ts';
import { byClientsAlone, isCall, interceptCalls } from './traps.ts';

const accepted: ProxiedAnswer = { status: 202, headers: {}, body: Buffer.alloc(0) };
const isEvent = isCall('Invoke');

const lost: Fault = {
  name: 'events-lost',
  moment: 'every third is lost',
  lastsMs: outageMs,
  inject: ({ harness }) => {
    let count = 0;
    return interceptCalls(harness.proxies.storageToFunction, isEvent, (_, proceed) =>
      count++ % 3 === 0 ? Promise.resolve(accepted) : proceed(),
    );
  },
};

const repeated: Fault = {
  name: 'events-repeated',
  moment: 'every tenth comes twenty times',
  lastsMs: outageMs,
  inject: ({ harness }) => {
    let count = 0;
    return interceptCalls(harness.proxies.storageToFunction, isEvent, async (_, proceed) => {
      if (count++ % 10 !== 0) return proceed();
      await Promise.all(Array.from({ length: 19 }, () => proceed()));
      return proceed();
    });
  },
};

const reversed: Fault = {
  name: 'events-reversed',
  moment: 'in reverse order',
  lastsMs: outageMs,
  inject: ({ harness }) => {
    const held: (() => Promise<ProxiedAnswer>)[] = [];
    const { triggered, recover } = interceptCalls(
      harness.proxies.storageToFunction,
      isEvent,
      (_, proceed) => {
        held.push(proceed);
        return Promise.resolve(accepted);
      },
    );
    return {
      triggered,
      recover: async () => {
        await recover?.();
        for (const deliver of held.reverse()) await deliver();
      },
    };
  },
};

/** No client can do it: its URL is dead by then. So the object is put by an operator's hand. */
const afterExpiry: Behaviour = async (errand) => {
  if (errand.index > 3) return uploadWell(errand);
  const { user, harness, file, deadline } = errand;
  const { ticket } = await requestUpload(errand);
  const parameters = { mediaId: ticket.mediaId };
  for (;;) {
    const { status } = await persist(deadline, () => user.call('getMedia', { parameters }));
    if (status === 'EXPIRED') break;
    if (Date.now() > deadline) return;
    await sleep(500);
  }
  await harness.storage.put('media-feed-uploads', ticket.key, file.bytes);
};

export const events: FaultGroup = {
  name: 'events',
  title: 'S3 event lost, twenty times, in reverse order, after EXPIRED',
  faults: [
    lost,
    repeated,
    reversed,
    { name: 'events-after-expiry', moment: 'after EXPIRED', inject: byClientsAlone, behaviour: afterExpiry },
  ],
};
