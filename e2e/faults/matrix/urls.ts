/** The same presigned URL used again, with other bytes of the same size. */
import { setTimeout as sleep } from 'node:timers/promises';
import { persist } from '../workload/user.ts';
import { put, requestUpload, sendUntilStored, type Behaviour } from '../workload/uploading.ts';
import type { FaultGroup } from './fault.ts';
import { byClientsAlone as inject } from './traps.ts';

const attempts = 5;

/** `waits`: until the first bytes have been inspected. */
function reuse(waits: boolean): Behaviour {
  return async (errand) => {
    const { user, file, ledger, deadline } = errand;
    const { ticket, known } = await requestUpload(errand);
    known.bytesArrived = 'perhaps';
    if (!(await sendUntilStored(ticket, file.bytes, deadline))) return;
    known.bytesArrived = 'yes';
    while (waits && Date.now() < Date.parse(ticket.expiresAt) - 1000) {
      const parameters = { mediaId: ticket.mediaId };
      const { status } = await persist(deadline, () => user.call('getMedia', { parameters }));
      if (status !== 'PENDING') break;
      await sleep(300);
    }
    const others = new Uint8Array(file.bytes.length).fill(0x41);
    const statuses = await Promise.all(
      Array.from({ length: attempts }, () => put(ticket, others).catch(() => 0)),
    );
    if (statuses.includes(200)) ledger.wronglyShown.push(`The URL of ${ticket.mediaId} took a second file`);
  };
}

export const urls: FaultGroup = {
  name: 'urls',
  title: 'the same presigned URL again',
  faults: [
    { name: 'urls-inspecting', moment: 'during inspection', inject, behaviour: reuse(false) },
    { name: 'urls-ready', moment: 'after READY', inject, behaviour: reuse(true) },
  ],
};
