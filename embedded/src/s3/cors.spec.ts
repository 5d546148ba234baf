import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { preflight, responseHeaders } from './cors.ts';
import { parseRequest } from './s3-request.ts';

function ask(origin: string, headers: Record<string, string> = {}) {
  const all = { origin, 'access-control-request-method': 'PUT', ...headers };
  const headersDistinct = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]]));
  const incoming = { method: 'PUT', url: '/uploads/key', headersDistinct } as unknown as IncomingMessage;
  return parseRequest(incoming, 'id', () => undefined);
}

const rule = (...allowedOrigins: string[]) => ({ allowedOrigins, allowedMethods: ['PUT'] });

describe('CORS rules', () => {
  it.each([
    ['https://app.example', 'https://app.example', true],
    ['https://app.example', 'http://app.example', false],
    ['https://app.example', 'https://app.example:8443', false],
    ['https://*.example', 'https://a.example', true],
    ['https://*.example', 'https://a.example.evil', false],
    ['https://*.example', 'http://a.example', false],
    ['https://a*a.example', 'https://a.example', false],
    ['*', 'https://anybody.example', true],
  ])('of the origin %s fit %s: %p', (pattern, origin, fits) => {
    expect('access-control-allow-origin' in responseHeaders(ask(origin), [rule(pattern)])).toBe(fits);
  });

  it('name the origin and allow credentials, but for everybody neither', () => {
    const origin = 'https://app.example';

    expect(responseHeaders(ask(origin), [rule(origin)])).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
    });
    expect(responseHeaders(ask(origin), [rule('*')])).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'PUT',
      vary: expect.stringContaining('Origin'),
    });
  });

  it('are tried in their order, until one fits all that a preflight asks for', () => {
    const request = ask('https://app.example', { 'access-control-request-headers': 'X-Amz-Meta-Note' });
    const rules = [
      { ...rule('*'), maxAgeSeconds: 1 },
      { ...rule('*'), allowedHeaders: ['x-amz-meta-*'], maxAgeSeconds: 2 },
    ];

    expect(preflight(request, rules)).toMatchObject({
      'access-control-allow-headers': 'x-amz-meta-note',
      'access-control-max-age': '2',
    });
  });

  it('tell caches that the answer depends on the origin, whoever asks', () => {
    expect(responseHeaders(ask('https://elsewhere.example'), [rule('https://app.example')])).toEqual({
      vary: expect.stringContaining('Origin'),
    });
  });
});
