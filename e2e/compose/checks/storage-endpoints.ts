/**
 * The browser's storage endpoint and the containers': each is signed for by its own host, and what is signed for
 * one is refused at the other.
 */
import { genuine } from '@media-feed/testing/fixtures';
import { signUpUser } from '@media-feed/testing/users';
import type { Composition } from '../composition.ts';

/** Runs in the backend's container: signs a HEAD of the bucket's object for STORAGE_ENDPOINT, prints the URL. */
const signInContainer = `
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
const client = new S3Client({ endpoint: process.env.STORAGE_ENDPOINT, forcePathStyle: true });
const command = new GetObjectCommand({ Bucket: process.env.UPLOADS_BUCKET, Key: process.argv[1] });
console.log(await getSignedUrl(client, command, { expiresIn: 300 }));`;
const fetchStatus = 'fetch(process.argv[1]).then(({ status }) => { console.log(status); process.exit(); })';

export async function browsersEndpointIsSigned({ apiUrl, storageUrl }: Composition): Promise<void> {
  const user = await signUpUser(apiUrl);
  const { fileName, contentType, bytes } = await genuine('picture.png');
  const request = { body: { fileName, contentType, size: bytes.length } };
  const { url, method, headers } = await user.call('requestUpload', request);
  if (new URL(url).origin !== storageUrl) throw new Error(`Browsers are sent to ${new URL(url).origin}`);

  const tampered = new URL(url);
  tampered.pathname = tampered.pathname.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  const put = async (to: string | URL, more: Record<string, string> = {}) =>
    (await fetch(to, { method, headers: { ...headers, ...more }, body: bytes })).status;
  expectStatus('a PUT to another key than was signed', await put(tampered), 403);
  expectStatus('a PUT of another type than was signed', await put(url, { 'content-type': 'text/html' }), 403);
  expectStatus('the PUT that was signed', await put(url), 200);
  expectStatus('the same PUT once more', await put(url), 412);
}

export async function containersEndpointIsSigned({ apiUrl, storageUrl, exec }: Composition): Promise<void> {
  const user = await signUpUser(apiUrl);
  const { fileName, contentType, bytes } = await genuine('picture.png');
  const request = { body: { fileName, contentType, size: bytes.length } };
  const { url, method, headers } = await user.call('requestUpload', request);
  await fetch(url, { method, headers, body: bytes });

  const key = decodeURIComponent(new URL(url).pathname.split('/').slice(2).join('/'));
  const inContainer = async (program: string, argument: string, type: string[] = []) =>
    (await exec('backend', ['node', ...type, '-e', program, argument])).stdout.trim();
  const inside = await inContainer(signInContainer, key, ['--input-type=module']);
  if (!inside.startsWith('http://localstack:4566/')) throw new Error(`Containers are sent to ${inside}`);
  expectStatus('a GET in the container', Number(await inContainer(fetchStatus, inside)), 200);

  const outside = inside.replace('http://localstack:4566', storageUrl);
  expectStatus("the same at the browser's endpoint", (await fetch(outside)).status, 403);
}

function expectStatus(what: string, status: number, expected: number): void {
  if (status !== expected) throw new Error(`${what} answered ${String(status)}, not ${String(expected)}`);
}
