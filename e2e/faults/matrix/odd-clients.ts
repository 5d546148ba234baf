/** What clients do beside uploading well: by parts, going away, deleting what they have just sent. */
import { createHash } from 'node:crypto';
import type { KnownUpload } from '../workload/ledger.ts';
import { persist } from '../workload/user.ts';
import { requestUpload, sendUntilStored, type Behaviour, type Errand } from '../workload/uploading.ts';

/** Opens a multipart upload for `bytes`. */
export async function openMultipart(
  { user, file: { fileName, contentType }, isGenuine, ledger, deadline }: Errand,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ known: KnownUpload; partSize: number; partCount: number }> {
  const body = { fileName, contentType, size: bytes.length };
  const { mediaId, partSize, partCount } = await persist(deadline, () =>
    user.call('startMultipart', { body }),
  );
  const known: KnownUpload = {
    mediaId,
    ownerId: user.id,
    isGenuine,
    md5: undefined,
    bytesArrived: 'no',
  };
  ledger.uploads.set(mediaId, known);
  return { known, partSize, partCount };
}

/** The part's ETag, once storage has it. */
export async function sendPart(
  { user, deadline }: Errand,
  mediaId: string,
  partNumber: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return persist(deadline, async () => {
    const { parts } = await user.call('signParts', {
      parameters: { mediaId },
      body: { partNumbers: [partNumber] },
    });
    const [part] = parts;
    if (!part) throw new Error('No part was signed');
    for (;;) {
      const answer = await fetch(part.url, { method: 'PUT', headers: part.headers, body: bytes }).catch(
        () => undefined,
      );
      await answer?.arrayBuffer();
      if (answer?.ok) return `"${createHash('md5').update(bytes).digest('hex')}"`;
      if (Date.now() > deadline) throw new Error('Storage did not take a part');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
}

/** In one part, and complete said until it is answered. */
export const uploadByParts: Behaviour = async (errand) => {
  const { user, file, deadline } = errand;
  const { known } = await openMultipart(errand, file.bytes);
  const { mediaId } = known;
  const etag = await sendPart(errand, mediaId, 1, file.bytes);
  known.bytesArrived = 'perhaps';
  await persist(deadline, () =>
    user.call('completeMultipart', {
      parameters: { mediaId },
      body: { parts: [{ partNumber: 1, etag }] },
    }),
  );
  known.bytesArrived = 'yes';
};

/** Sends the file and deletes the item at once. */
export const uploadAndDelete: Behaviour = async (errand) => {
  const { ticket, known } = await requestUpload(errand);
  known.bytesArrived = 'perhaps';
  await sendUntilStored(ticket, errand.file.bytes, errand.deadline);
  await deleteOwn(errand, known);
};

export async function deleteOwn({ user, deadline }: Errand, known: KnownUpload): Promise<void> {
  known.deletion = 'asked';
  const parameters = { mediaId: known.mediaId };
  let isFirst = true;
  await persist(deadline, async () => {
    const wasFirst = isFirst;
    isFirst = false;
    await user.call('deleteMedia', { parameters }).catch((error: unknown) => {
      // An earlier call whose answer got lost has deleted it.
      const isGone = !wasFirst && error instanceof Error && error.message.startsWith('404');
      if (!isGone) throw error;
    });
  });
  known.deletion = 'acknowledged';
}
