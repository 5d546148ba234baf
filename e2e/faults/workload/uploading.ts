/** How a client brings one file in, by the contract and as well as a good client does. */
import { createHash } from 'node:crypto';
import type { PresignedUpload } from '@media-feed/contract';
import type { Harness } from '../harness/harness.ts';
import type { FileToUpload } from '@media-feed/testing/users';
import type { KnownUpload, Ledger } from './ledger.ts';
import { pause, persist, type RecordedUser } from './user.ts';

export interface Errand {
  /** Place among all uploads of the workload. */
  readonly index: number;
  readonly harness: Harness;
  readonly user: RecordedUser;
  readonly file: FileToUpload;
  readonly isGenuine: boolean;
  readonly ledger: Ledger;
  /** When the client gives up, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** What a client does with one file; the ledger says what came of it. */
export type Behaviour = (errand: Errand) => Promise<void>;

/** Asks for a URL, and anew when it has run out, sends the bytes until storage has them. */
export const uploadWell: Behaviour = async (errand) => {
  while (Date.now() < errand.deadline) {
    const { ticket, known } = await requestUpload(errand);
    known.bytesArrived = 'perhaps';
    if (await sendUntilStored(ticket, errand.file.bytes, errand.deadline)) {
      known.bytesArrived = 'yes';
      return;
    }
  }
};

export async function requestUpload({
  user,
  file: { fileName, contentType, bytes },
  isGenuine,
  ledger,
  deadline,
}: Errand): Promise<{ ticket: PresignedUpload; known: KnownUpload }> {
  const body = { fileName, contentType, size: bytes.length };
  const ticket = await persist(deadline, () => user.call('requestUpload', { body }));
  const known: KnownUpload = {
    mediaId: ticket.mediaId,
    ownerId: user.id,
    isGenuine,
    md5: createHash('md5').update(bytes).digest('hex'),
    bytesArrived: 'no',
  };
  ledger.uploads.set(ticket.mediaId, known);
  return { ticket, known };
}

/** False when the URL has run out before storage took the bytes. A 412 says that an earlier attempt arrived. */
export async function sendUntilStored(
  ticket: PresignedUpload,
  bytes: Uint8Array<ArrayBuffer>,
  deadline: number,
): Promise<boolean> {
  const { expiresAt } = ticket;
  for (let pauseMs = 200; Date.now() < deadline; pauseMs = Math.min(1500, pauseMs * 2)) {
    const status = await put(ticket, bytes).catch(() => 0);
    if (status === 200 || status === 412) return true;
    if (status === 403 && Date.now() > Date.parse(expiresAt)) return false;
    await pause(pauseMs * (0.5 + Math.random()));
  }
  return false;
}

/** Storage's status. @throws where none came. */
export async function put(
  { url, method, headers }: PresignedUpload,
  body: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(10_000) });
  await answer.arrayBuffer();
  return answer.status;
}
