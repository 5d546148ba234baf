import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { parseRequest } from './s3-request.ts';
import { authenticate } from './signature.ts';

/**
 * The worked examples of AWS's documentation.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const policy = {
  credentials: [
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
  ],
  region: 'us-east-1',
  now: Date.parse('2013-05-24T00:00:00Z'),
};
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function request(method: string, url: string, headers: Record<string, string>) {
  const headersDistinct = Object.fromEntries(
    Object.entries({ host: 'examplebucket.s3.amazonaws.com', ...headers }).map(([name, value]) => [
      name,
      [value],
    ]),
  );
  const incoming = { method, url, headersDistinct } as unknown as IncomingMessage;
  return parseRequest(incoming, 'id', () => undefined);
}

function signed(signedHeaders: string, signature: string, payload = emptyHash) {
  const credential = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  return {
    'x-amz-date': '20130524T000000Z',
    'x-amz-content-sha256': payload,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential},SignedHeaders=${signedHeaders},Signature=${signature}`,
  };
}

const examples = [
  request('GET', '/test.txt', {
    range: 'bytes=0-9',
    ...signed(
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  }),
  request('PUT', '/test$file.text', {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    ...signed(
      'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    ),
  }),
  request('GET', '/?max-keys=2&prefix=J', {
    ...signed(
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ),
  }),
];

const presigned = request(
  'GET',
  '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  {},
);

describe('signatures', () => {
  it.each(examples)('takes the documented example $method $path', (example) => {
    expect(authenticate(example, policy).accessKeyId).toBe('AKIAIOSFODNN7EXAMPLE');
  });

  it('takes the documented presigned URL for a day, and not a second longer', () => {
    const at = (seconds: number) => ({ ...policy, now: policy.now + seconds * 1000 });

    expect(authenticate(presigned, at(86_400)).payload).toBe('UNSIGNED-PAYLOAD');
    expect(() => authenticate(presigned, at(86_401))).toThrow('Request has expired');
  });

  it('takes a signed header for a quarter of an hour around its time', () => {
    const [example] = examples;
    const at = (minutes: number) => () => {
      if (example !== undefined) authenticate(example, { ...policy, now: policy.now + minutes * 60_000 });
    };

    expect(at(15)).not.toThrow();
    expect(at(16)).toThrow('too large');
    expect(at(-16)).toThrow('too large');
  });

  it('refuses another region by name', () => {
    expect(() => authenticate(presigned, { ...policy, region: 'eu-west-1' })).toThrow(
      "expecting 'eu-west-1'",
    );
  });
});
