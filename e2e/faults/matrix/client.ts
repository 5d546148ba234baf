/** Clients that go away, or try again, at every step of an upload. */
import { request } from 'node:http';
import { pause, persist } from '../workload/user.ts';
import { put, requestUpload, uploadWell, type Behaviour } from '../workload/uploading.ts';
import type { FaultGroup } from './fault.ts';
import { openMultipart, sendPart } from './odd-clients.ts';
import { byClientsAlone as inject } from './traps.ts';

const beforePut: Behaviour = async (errand) => {
  await requestUpload(errand);
};

/** Sends half of the body and closes the connection. */
function sendHalf(url: string, headers: Record<string, string>, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(url, {
      method: 'PUT',
      headers: { ...headers, 'content-length': String(bytes.length) },
    });
    sending.on('error', () => undefined);
    sending.on('close', resolve);
    sending.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => sending.destroy(), 50));
  });
}

const duringPut: Behaviour = async (errand) => {
  const { ticket } = await requestUpload(errand);
  await sendHalf(ticket.url, ticket.headers, errand.file.bytes);
};

const duringPutAndAgain: Behaviour = async (errand) => {
  const { ticket, known } = await requestUpload(errand);
  await sendHalf(ticket.url, ticket.headers, errand.file.bytes);
  known.bytesArrived = 'perhaps';
  const status = await put(ticket, errand.file.bytes);
  if (status === 200) known.bytesArrived = 'yes';
};

const afterPut: Behaviour = async (errand) => {
  const { ticket, known } = await requestUpload(errand);
  known.bytesArrived = 'perhaps';
  const { url, headers } = ticket;
  const gone = new AbortController();
  const sending = fetch(url, { method: 'PUT', headers, body: errand.file.bytes, signal: gone.signal });
  await Promise.race([sending.catch(() => undefined), pause(15)]);
  gone.abort();
};

const betweenParts: Behaviour = async (errand) => {
  const bytes = new Uint8Array(8 * 1024 * 1024 + 1000);
  const { known, partSize } = await openMultipart(errand, bytes);
  await sendPart(errand, known.mediaId, 1, bytes.subarray(0, partSize));
};

const onComplete: Behaviour = async (errand) => {
  const { user, file } = errand;
  const { known } = await openMultipart(errand, file.bytes);
  const { mediaId } = known;
  const etag = await sendPart(errand, mediaId, 1, file.bytes);
  known.bytesArrived = 'perhaps';
  const gone = new AbortController();
  const body = { parts: [{ partNumber: 1, etag }] };
  const completing = user.call('completeMultipart', { parameters: { mediaId }, body, signal: gone.signal });
  await Promise.race([completing.catch(() => undefined), pause(2)]);
  gone.abort();
};

const completeTwice: Behaviour = async (errand) => {
  const { user, file, deadline } = errand;
  const { known } = await openMultipart(errand, file.bytes);
  const { mediaId } = known;
  const etag = await sendPart(errand, mediaId, 1, file.bytes);
  const body = { parts: [{ partNumber: 1, etag }] };
  const complete = () =>
    persist(deadline, () => user.call('completeMultipart', { parameters: { mediaId }, body }));
  await Promise.all([complete(), complete()]);
  await complete();
  known.bytesArrived = 'yes';
};

/** Likes an item of the feed and goes before the answer. */
const onLike: Behaviour = async (errand) => {
  const { user, ledger, deadline } = errand;
  await uploadWell(errand);
  for (let turn = 0; turn < 10; turn++) {
    const { items } = await persist(deadline, () => user.call('listFeedPage', { query: { size: 10 } }));
    const mediaId = items[turn % Math.max(1, items.length)]?.id;
    if (mediaId !== undefined) {
      ledger.leaveLikeAlone(`${user.id}/${mediaId}`);
      const gone = new AbortController();
      const liking = user.call('like', { parameters: { mediaId }, signal: gone.signal });
      await Promise.race([liking.catch(() => undefined), pause(2)]);
      gone.abort();
    }
    await pause(100);
  }
};

export const client: FaultGroup = {
  name: 'client',
  title: 'client vanishes or retries',
  faults: [
    { name: 'client-before-put', moment: 'before the PUT', inject, behaviour: beforePut },
    { name: 'client-during-put', moment: 'during the PUT', inject, behaviour: duringPut },
    {
      name: 'client-retries-put',
      moment: 'during the PUT, then again',
      inject,
      behaviour: duringPutAndAgain,
    },
    { name: 'client-after-put', moment: 'after the PUT', inject, behaviour: afterPut },
    { name: 'client-between-parts', moment: 'between parts', inject, behaviour: betweenParts },
    { name: 'client-on-complete', moment: 'on complete', inject, behaviour: onComplete },
    { name: 'client-completes-twice', moment: 'complete three times', inject, behaviour: completeTwice },
    { name: 'client-on-like', moment: 'on like', inject, behaviour: onLike },
  ],
};
