/** One picture through the whole chain, as a client sends it; where it stops is where to look. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient, fetchTransport, type MediaItem } from '@media-feed/contract';
import { examine, type Finding } from './finding.ts';

/** One dark pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);
const patienceMs = 60_000;
const lookAgainMs = 200;

/** Stops at the first that fails; the account stays, the picture does not. */
export async function sendOneFile(apiUrl: string): Promise<Finding[]> {
  let call: Client | undefined;
  let item: MediaItem | undefined;
  const steps = [
    () =>
      examine('an account', '`make logs-backend` says why.', async () => {
        call = await signUp(apiUrl);
        return 'was made';
      }),
    () =>
      examine(
        'a picture is taken',
        'CORS aside, the signing endpoint may be wrong: STORAGE_PUBLIC_ENDPOINT.',
        async () => {
          const mediaId = await upload(call);
          item = await call?.('getMedia', { parameters: { mediaId } });
          return 'by storage';
        },
      ),
    () =>
      examine(
        'a picture is inspected',
        '`make lambda-logs`, then `make sqs-messages` and `make dlq` show where it stopped.',
        async () => {
          item = await waitForInspection(call, item);
          if (item.status !== 'READY')
            throw new Error(`It ended ${item.status} ${item.rejection?.reason ?? ''}`);
          return 'READY';
        },
      ),
    () =>
      examine(
        'a picture is served',
        'MEDIA_BASE_URL must lead to the edge; `make logs-localstack`.',
        async () => {
          const response = await fetch(item?.url ?? '');
          if (!response.ok) throw new Error(`${item?.url ?? ''} answered ${String(response.status)}`);
          return `by ${new URL(response.url).origin}`;
        },
      ),
    () =>
      examine('it is deleted', '`make logs-backend` says why.', async () => {
        await call?.('deleteMedia', { parameters: { mediaId: item?.id ?? '' } });
        return 'nothing is left of it';
      }),
  ];
  const findings: Finding[] = [];
  for (const step of steps) {
    const finding = await step();
    findings.push(finding);
    if (!finding.well) break;
  }
  return findings;
}

async function signUp(apiUrl: string): Promise<Client> {
  const email = `doctor-${crypto.randomUUID()}@example.org`;
  const password = crypto.randomUUID();
  const { accessToken } = await createClient(fetchTransport(apiUrl))('signUp', {
    body: { email, password, confirmPassword: password },
  });
  return createClient(fetchTransport(apiUrl, accessToken));
}

async function upload(call: Client | undefined): Promise<string> {
  const request = { fileName: 'doctor.png', contentType: 'image/png', size: picture.length };
  const presigned = await call?.('requestUpload', { body: request });
  if (!presigned) throw new Error('There is no URL');
  const { url, method, headers } = presigned;
  const response = await fetch(url, { method, headers, body: picture });
  if (!response.ok) throw new Error(`Storage answered ${String(response.status)}`);
  return presigned.mediaId;
}

async function waitForInspection(call: Client | undefined, item: MediaItem | undefined): Promise<MediaItem> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const seen = await call?.('getMedia', { parameters: { mediaId: item?.id ?? '' } });
    if (seen && seen.status !== 'PENDING') return seen;
    if (Date.now() > deadline) throw new Error(`No inspection result within ${String(patienceMs / 1000)} s`);
    await sleep(lookAgainMs);
  }
}
