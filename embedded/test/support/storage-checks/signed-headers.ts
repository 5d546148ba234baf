import { expect } from '@jest/globals';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { changeAfterSigning } from '../change-after-signing.ts';
import { errorCode, send } from '../send.ts';
import { exists, newKey, put, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

export const signedHeaders: readonly StorageCheck[] = [
  {
    name: 'anonymous reads, writes and listings are refused',
    run: async (target) => {
      const { key } = await put(target, 'secret');
      const object = `${target.endpoint}/${target.uploads}/${key}`;

      const answers = await Promise.all([
        send(object),
        send(object, { method: 'PUT', body: 'mine' }),
        send(object, { method: 'DELETE' }),
        send(`${target.endpoint}/${target.uploads}?list-type=2`),
      ]);
      expect(answers.map((answer) => [answer.status, errorCode(answer)])).toEqual(
        answers.map(() => [403, 'AccessDenied']),
      );
      expect(await exists(target, key)).toBe(true);
    },
  },
  {
    name: 'a wrong secret and an unknown access key are refused',
    run: async (target) => {
      const credentials = await target.client.config.credentials();
      const wrong = target.makeClient({ credentials: { ...credentials, secretAccessKey: 'wrong' } });
      const unknown = target.makeClient({ credentials: { ...credentials, accessKeyId: 'UNKNOWN' } });
      const command = () => new PutObjectCommand({ Bucket: target.uploads, Key: newKey(target), Body: 'x' });

      expect(await errorOf(wrong.send(command()))).toMatchObject({
        status: 403,
        code: 'SignatureDoesNotMatch',
      });
      expect(await errorOf(unknown.send(command()))).toMatchObject({
        status: 403,
        code: 'InvalidAccessKeyId',
      });
    },
  },
  {
    name: 'a clock that is an hour off is refused',
    run: async (target) => {
      const client = target.makeClient({ systemClockOffset: -60 * 60 * 1000 });
      const command = new PutObjectCommand({ Bucket: target.uploads, Key: newKey(target), Body: 'x' });

      const answer = await errorOf(client.send(command));
      expect(answer).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
    },
  },
  {
    name: 'a body that was changed under way is refused',
    run: async (target) => {
      const key = newKey(target);
      const client = target.makeClient();
      changeAfterSigning(client, (request) => {
        request.body = 'altered!';
      });

      const command = new PutObjectCommand({ Bucket: target.uploads, Key: key, Body: 'original' });
      const answer = await errorOf(client.send(command));
      // Over TLS the SDK signs no hash of the body, and the checksum notices.
      expect(answer?.status).toBe(400);
      expect(['XAmzContentSHA256Mismatch', 'BadDigest']).toContain(answer?.code);
      expect(await exists(target, key)).toBe(false);
    },
  },
  {
    name: 'an x-amz header that was added under way is refused',
    run: async (target) => {
      const client = target.makeClient();
      changeAfterSigning(client, (request) => {
        request.headers['x-amz-meta-owner'] = 'me';
      });

      const command = new PutObjectCommand({ Bucket: target.uploads, Key: newKey(target), Body: 'x' });
      const answer = await errorOf(client.send(command));
      expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    },
  },
];
