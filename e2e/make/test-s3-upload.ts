/** `make test-s3-upload`: one presigned PUT, what storage must refuse of it, and that browsers may send it. */
import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser, waitUntilInspected } from '@media-feed/testing/users';
import { apiUrl, expect, seconds, step } from '../support/steps.ts';

const webOrigin = (process.env.WEB_ORIGINS ?? 'http://localhost:5173').split(',', 1)[0] ?? '';
const startedAt = performance.now();

console.log(`A presigned upload by ${apiUrl}`);
const user = await step('sign up', () => signUpUser(apiUrl));
const file = await genuine('picture.png');
const upload = await step('ask for a URL', () =>
  user.call('requestUpload', {
    body: { fileName: file.fileName, contentType: file.contentType, size: file.bytes.length },
  }),
);
const url = new URL(upload.url);

await step('the URL signs length, type, host and that nothing is there yet', () => {
  const signed = url.searchParams.get('X-Amz-SignedHeaders');
  expect(signed === 'content-length;content-type;host;if-none-match', `it signs ${String(signed)}`);
  const surplus = [...url.searchParams.keys()].filter((name) => /^x-amz-(checksum|sdk)/i.test(name));
  expect(surplus.length === 0, `it also asks for ${surplus.join()}`);
  return Promise.resolve();
});

await step('a changed signature is refused', () =>
  refused({ address: changed('X-Amz-Signature', (old) => old.replace(/./, (c) => (c === '0' ? '1' : '0'))) }),
);
await step('a longer life is refused', () => refused({ address: changed('X-Amz-Expires', () => '604800') }));
await step('another key is refused', () =>
  refused({ address: upload.url.replace(upload.mediaId, crypto.randomUUID()) }),
);
await step('another type is refused', () =>
  refused({ headers: { ...upload.headers, 'content-type': 'text/html' } }),
);
await step('more bytes than were signed are refused', () =>
  refused({ body: new Uint8Array(file.bytes.length + 1) }),
);

await step('the web app may send it, another site may not', async () => {
  expect((await preflight(webOrigin)) === webOrigin, `${webOrigin} is not allowed`);
  const foreign = await preflight('https://elsewhere.example');
  expect(foreign === null, `https://elsewhere.example got ${String(foreign)}`);
});

await step('the file itself is taken', async () => {
  const response = await put({});
  expect(response.ok, `storage answered ${response.status}: ${await response.text()}`);
});
await step('a second one is refused', async () => {
  const { status } = await put({});
  expect(status === 412, `storage answered ${status}`);
});
await step('it is inspected and READY', async () => {
  const { status, rejection } = await waitUntilInspected(user, upload.mediaId, 120_000);
  expect(status === 'READY', `it ended ${status} ${rejection?.reason ?? ''}`);
});
await step('delete it', () => user.call('deleteMedia', { parameters: { mediaId: upload.mediaId } }));
console.log(`Passed in ${seconds(startedAt)}, with media ${upload.mediaId}.`);

interface Put {
  address?: string;
  headers?: Record<string, string>;
  body?: Uint8Array<ArrayBuffer>;
}

function put({ address = upload.url, headers = upload.headers, body = file.bytes }: Put): Promise<Response> {
  return fetch(address, { method: 'PUT', headers, body });
}

async function refused(attempt: Put): Promise<void> {
  const { status } = await put(attempt);
  expect(status === 403, `storage answered ${status}`);
}

function changed(name: string, change: (value: string) => string): string {
  const other = new URL(url);
  other.searchParams.set(name, change(url.searchParams.get(name) ?? ''));
  return other.href;
}

/** The origin that storage lets in, as a browser would ask before it sends. */
async function preflight(origin: string): Promise<string | null> {
  const response = await fetch(upload.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,if-none-match',
    },
  });
  return response.ok ? response.headers.get('access-control-allow-origin') : null;
}
