/** Two people and what they uploaded: enough for every call to have something of one's own and of another's. */
import { randomUUID } from 'node:crypto';
import { genuine } from './fixtures.ts';
import { type Person, signUpPerson, upload, waitUntilJudged } from './people.ts';

export interface Possessions {
  person: Person;
  /** READY, visible to everybody. */
  readyId: string;
  /** Requested and never sent, hidden from others. */
  pendingId: string;
  /** A multipart upload of one part, open and hidden from others. */
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

async function settle(apiUrl: string): Promise<Possessions> {
  const person = await signUpPerson(apiUrl);
  const [readyId, pendingId, multipartId] = await Promise.all([
    publish(person),
    requestUpload(person),
    startMultipart(person),
  ]);
  return { person, readyId, pendingId, multipartId };
}

async function publish(person: Person): Promise<string> {
  const mediaId = await upload(person, await genuine('picture.png'));
  const { status } = await waitUntilJudged(person, mediaId);
  if (status !== 'READY') throw new Error(`A genuine picture ended ${status}`);
  return mediaId;
}

async function requestUpload({ call }: Person): Promise<string> {
  const body = { fileName: 'never-sent.png', contentType: 'image/png', size: 1000 };
  return (await call('requestUpload', { body })).mediaId;
}

async function startMultipart({ call }: Person): Promise<string> {
  const body = { fileName: 'never-finished.mp4', contentType: 'video/mp4', size: 1000 };
  return (await call('startMultipart', { body })).mediaId;
}
