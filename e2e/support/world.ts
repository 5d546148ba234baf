/** Two people and what they uploaded: enough for every call to have something of one's own and of another's. */
import { createHash, randomUUID } from 'node:crypto';
import { type MediaStatus, ProblemError } from '@media-feed/contract';
import { genuine } from '@media-feed/testing/fixtures';
import { type TestUser, signUpUser, upload, waitUntilInspected } from '@media-feed/testing/users';

/** The whole of each world's multipart upload, sent and not yet joined. */
const multipartBytes = new Uint8Array(1000);
/** S3's ETag of a part is the MD5 of its bytes. */
export const multipartEtag = `"${createHash('md5').update(multipartBytes).digest('hex')}"`;

export interface Possessions {
  user: TestUser;
  /** READY, visible to everybody. */
  readyId: string;
  /** Requested and never sent, hidden from others. */
  pendingId: string;
  /** A multipart upload whose one part is in storage, open and hidden from others. */
  multipartId: string;
}

export interface World {
  owner: Possessions;
  stranger: Possessions;
  /** An id that was never given out. */
  unknownId: string;
}

export async function createWorld(apiUrl: string): Promise<World> {
  const [owner, stranger] = await Promise.all([settle(apiUrl), settle(apiUrl)]);
  return { owner, stranger, unknownId: randomUUID() };
}

/** Signs up somebody new, with all that belongs to a world. */
export async function settle(apiUrl: string): Promise<Possessions> {
  const user = await signUpUser(apiUrl);
  return restore({ user, readyId: '', pendingId: '', multipartId: '' });
}

/** What is no longer as it should be is made anew; the rest stays. */
export async function restore({ user, readyId, pendingId, multipartId }: Possessions): Promise<Possessions> {
  const orNew = async (mediaId: string, status: MediaStatus, make: (owner: TestUser) => Promise<string>) =>
    (await statusOf(user, mediaId)) === status ? mediaId : make(user);
  const [ready, pending, multipart] = await Promise.all([
    orNew(readyId, 'READY', publish),
    orNew(pendingId, 'PENDING', requestUpload),
    orNew(multipartId, 'PENDING', startMultipart),
  ]);
  await user.call('changeProfile', { body: { handle: handleOf(user) } });
  return { user, readyId: ready, pendingId: pending, multipartId: multipart };
}

/** Made of what differs in their ids. */
export const handleOf = ({ session }: TestUser): string =>
  `h${session.user.id.replaceAll('-', '').slice(12)}`;

async function statusOf({ call }: TestUser, mediaId: string): Promise<MediaStatus | undefined> {
  if (mediaId === '') return undefined;
  try {
    return (await call('getMedia', { parameters: { mediaId } })).status;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'not-found') return undefined;
    throw error;
  }
}

async function publish(user: TestUser): Promise<string> {
  const mediaId = await upload(user, await genuine('picture.png'));
  const { status } = await waitUntilInspected(user, mediaId);
  if (status !== 'READY') throw new Error(`A genuine picture ended ${status}`);
  return mediaId;
}

async function requestUpload({ call }: TestUser): Promise<string> {
  const body = { fileName: 'never-sent.png', contentType: 'image/png', size: 1000 };
  return (await call('requestUpload', { body })).mediaId;
}

async function startMultipart({ call }: TestUser): Promise<string> {
  const body = { fileName: 'never-finished.mp4', contentType: 'video/mp4', size: multipartBytes.length };
  const { mediaId } = await call('startMultipart', { body });
  const { parts } = await call('signParts', { parameters: { mediaId }, body: { partNumbers: [1] } });
  for (const { url, headers } of parts) {
    const stored = await fetch(url, { method: 'PUT', headers, body: multipartBytes });
    if (!stored.ok) throw new Error(`Storage answered ${stored.status} to a part`);
  }
  return mediaId;
}
