/** People who use the API as any client would: by the contract's calls, with their own token. */
import {
  createClient,
  fetchTransport,
  type Client,
  type MediaItem,
  type Session,
} from '@media-feed/contract';
import { eventually } from './eventually.ts';

export interface TestUser {
  session: Session;
  call: Client;
}

let count = 0;

/** Signs up somebody new. */
export async function signUpUser(apiUrl: string): Promise<TestUser> {
  count += 1;
  const email = `person-${String(process.pid)}-${String(Date.now())}-${String(count)}@example.org`;
  const password = 'correct horse battery';
  const session = await visitor(apiUrl)('signUp', { body: { email, password, confirmPassword: password } });
  return { session, call: createClient(fetchTransport(apiUrl, session.accessToken)) };
}

/** Somebody who has not signed in. */
export function visitor(apiUrl: string): Client {
  return createClient(fetchTransport(apiUrl));
}

export interface FileToUpload {
  fileName: string;
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Asks for a URL and sends the bytes to storage with the given headers. Returns the media id. */
export async function upload({ call }: TestUser, file: FileToUpload): Promise<string> {
  const { fileName, contentType, bytes } = file;
  const upload = await call('requestUpload', { body: { fileName, contentType, size: bytes.length } });
  const response = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });
  if (!response.ok) throw new Error(`Storage answered ${String(response.status)}: ${await response.text()}`);
  return upload.mediaId;
}

/** Resolves with the item once it is inspected. @throws {Error} when that takes longer than `timeoutMs`. */
export async function waitUntilInspected(
  { call }: TestUser,
  mediaId: string,
  timeoutMs?: number,
): Promise<MediaItem> {
  return eventually(
    () => call('getMedia', { parameters: { mediaId } }),
    ({ status }) => status !== 'PENDING',
    { what: `media ${mediaId} to be inspected`, pauseMs: 50, ...(timeoutMs !== undefined && { timeoutMs }) },
  );
}
