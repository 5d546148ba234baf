import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { decodeChunks } from './chunked-body.ts';

/**
 * The worked examples of AWS's documentation: 65 KiB of the letter a.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
const signingKey = ['20130524', 'us-east-1', 's3', 'aws4_request'].reduce<Buffer>(
  (key, part) => createHmac('sha256', key).update(part).digest(),
  Buffer.from('AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
);
const seal = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  signingKey,
  scope: '20130524/us-east-1/s3/aws4_request',
  timestamp: '20130524T000000Z',
};
const signed = {
  ...seal,
  payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
} as const;
const signedWithTrailer = {
  ...seal,
  payload: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
} as const;
const unsigned = { ...seal, payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', signature: '' } as const;

const signedText = [
  '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  'a'.repeat(65_536),
  '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'a'.repeat(1024),
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  '',
  '',
].join('\r\n');
const trailerText = [
  '10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
  'a'.repeat(65_536),
  '400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
  'a'.repeat(1024),
  '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  'x-amz-checksum-crc32c:sOO8/Q==',
  'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435',
  '',
  '',
].join('\r\n');

/** The text in pieces of a size, as a socket may give it. */
async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < text.length; from += size) {
    yield await Promise.resolve(Buffer.from(text.slice(from, from + size)));
  }
}

async function decode(
  text: string,
  kind: Parameters<typeof decodeChunks>[1],
  size = text.length,
): Promise<{ body: string; trailers: Record<string, string> }> {
  const trailers = new Map<string, string>();
  const chunks = await Array.fromAsync(decodeChunks(pieces(text, size), kind, trailers));
  return { body: Buffer.concat(chunks).toString(), trailers: Object.fromEntries(trailers) };
}

describe('aws-chunked bodies', () => {
  it.each([1, 7, 1000, 65_536, 100_000])('decodes the signed example in pieces of %d bytes', async (size) => {
    expect((await decode(signedText, signed, size)).body).toBe('a'.repeat(66_560));
  });

  it.each([1, 100_000])('decodes the example with a trailer in pieces of %d bytes', async (size) => {
    expect(await decode(trailerText, signedWithTrailer, size)).toEqual({
      body: 'a'.repeat(66_560),
      trailers: { 'x-amz-checksum-crc32c': 'sOO8/Q==' },
    });
  });

  it.each([
    ['a byte', signedText.replace('aaa', 'aab'), signed],
    ['a left out chunk', signedText.replace(/400;.+\r\na+\r\n/, ''), signed],
    ['a left out signature', signedText.replace(/^10000;[^\r]+/, '10000'), signed],
    ['a trailer', trailerText.replace('sOO8', 'sOO9'), signedWithTrailer],
    ['a left out trailer signature', trailerText.replace(/x-amz-trailer.+\r\n/, ''), signedWithTrailer],
  ])('refuses %s that was changed under way', async (_, text, kind) => {
    await expect(decode(text, kind)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it.each([
    ['ends early', '5\r\nhel'],
    ['has no last chunk', '5\r\nhello\r\n'],
    ['has no end', '5\r\nhello\r\n0\r\n'],
    ['has a chunk longer than it says', '4\r\nhello\r\n0\r\n\r\n'],
    ['has no size', 'hello\r\n0\r\n\r\n'],
    ['goes on behind its end', '5\r\nhello\r\n0\r\n\r\nmore'],
    ['has an endless line', 'x'.repeat(10_000)],
  ])('refuses a body that %s', async (_, text) => {
    await expect(decode(text, unsigned)).rejects.toMatchObject({ code: 'IncompleteBody' });
  });
});
