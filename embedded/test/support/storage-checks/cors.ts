import { expect } from '@jest/globals';
import { errorCode, send } from '../send.ts';
import type { StorageTarget } from '../storage-target.ts';
import { newKey } from './check.ts';
import type { StorageCheck } from './check.ts';
import { signPut } from './presigned-put.ts';

function preflight(target: StorageTarget, headers: Record<string, string>, bucket = target.uploads) {
  return send(`${target.endpoint}/${bucket}/${newKey(target)}`, {
    method: 'OPTIONS',
    headers: { origin: target.origin, 'access-control-request-method': 'PUT', ...headers },
  });
}

export const cors: readonly StorageCheck[] = [
  {
    name: 'the preflight of an upload from the web app is answered',
    run: async (target) => {
      const answer = await preflight(target, {
        'access-control-request-headers': 'content-type,if-none-match',
      });

      expect(answer.status).toBe(200);
      expect(answer.headers['access-control-allow-origin']).toBe(target.origin);
      expect(answer.headers['access-control-allow-methods']).toContain('PUT');
      expect(answer.headers['access-control-allow-headers']).toMatch(/content-type, ?if-none-match/);
      expect(answer.headers.vary).toContain('Origin');
    },
  },
  {
    name: 'a preflight from elsewhere, or for more, is refused',
    run: async (target) => {
      const answers = await Promise.all([
        preflight(target, { origin: 'http://elsewhere.example' }),
        preflight(target, { origin: `${target.origin}.elsewhere.example` }),
        preflight(target, { 'access-control-request-method': 'DELETE' }),
        preflight(target, { 'access-control-request-headers': 'x-amz-acl' }),
      ]);

      expect(answers.map((answer) => [answer.status, errorCode(answer)])).toEqual(
        answers.map(() => [403, 'AccessForbidden']),
      );
      expect(answers.flatMap(({ headers }) => headers['access-control-allow-origin'] ?? [])).toEqual([]);
    },
  },
  {
    name: 'a bucket without CORS rules refuses every preflight',
    run: async (target) => {
      const answer = await preflight(target, {}, target.media);
      expect([answer.status, errorCode(answer)]).toEqual([403, 'AccessForbidden']);
    },
  },
  {
    name: 'the web app may read the answer to its upload, the ETag and errors too',
    run: async (target) => {
      const { url, headers, body } = await signPut(target, newKey(target));
      const upload = () => send(url, { method: 'PUT', headers: { ...headers, origin: target.origin }, body });
      const answers = [await upload(), await upload()];

      expect(answers.map(({ status }) => status)).toEqual([200, 412]);
      for (const answer of answers) {
        expect(answer.headers['access-control-allow-origin']).toBe(target.origin);
        expect(answer.headers['access-control-expose-headers']).toMatch(/\bETag\b/i);
        expect(answer.headers.vary).toContain('Origin');
      }
    },
  },
  {
    name: 'another page may not read the answer',
    run: async (target) => {
      const { url, headers, body } = await signPut(target, newKey(target));

      const origin = 'http://elsewhere.example';
      const answer = await send(url, { method: 'PUT', headers: { ...headers, origin }, body });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  },
];
