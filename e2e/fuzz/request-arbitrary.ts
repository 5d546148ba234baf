/** Requests to one operation, with ids and credentials still by name, so that they can be repeated in another run. */
import fc from 'fast-check';
import { hostileTexts } from '@media-feed/testing/hostile-values';
import type { Operation } from '../support/open-api/document.ts';
import { fitting, nearly, wild } from './schema-arbitraries.ts';

const callers = ['owner', 'stranger', 'nobody', 'forger'] as const;
export type Caller = (typeof callers)[number];
const knownIds = [
  'ownReady',
  'ownPending',
  'ownMultipart',
  'foreignReady',
  'foreignPending',
  'foreignMultipart',
  'ownUser',
  'foreignUser',
  'ownSession',
  'foreignSession',
  'ownHandle',
  'foreignHandle',
  'unknown',
] as const;
export type KnownId = (typeof knownIds)[number];

export interface PlannedRequest {
  caller: Caller;
  /** By path parameter: an id by name, or text to be put into the path encoded. */
  ids: Record<string, { known: KnownId } | { text: string }>;
  /** Name and value, encoded already where they must be. */
  query: [name: string, value: string][];
  body: { json: unknown } | { bytes: string } | undefined;
  headers: Record<string, string>;
  /** Send the refresh cookie of the latest session. */
  cookie: boolean;
}

const often = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>, weight = 8) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: seldom });

/** What a path parameter may not be, since the path would be another operation's. */
const otherPaths = /^(\.{0,2}|me|mine|events|multipart|presigned-url|parts|likes|complete)$/i;

/** Of the kind that the operation is about. */
function fittingIds(path: string): readonly KnownId[] {
  if (path.startsWith('/users/me/sessions/')) return ['ownSession', 'foreignSession'];
  if (path.includes('{handle}')) return ['ownHandle', 'foreignHandle'];
  if (path.startsWith('/users/')) return ['ownUser', 'foreignUser'];
  if (path.startsWith('/media/multipart/')) return ['ownMultipart', 'ownMultipart', 'foreignMultipart'];
  return ['ownReady', 'ownPending', 'foreignReady', 'foreignPending'];
}

function idFor({ path }: Operation): fc.Arbitrary<PlannedRequest['ids'][string]> {
  const text = fc
    .oneof(
      fc.uuid(),
      fc.string({ minLength: 1, maxLength: 120 }),
      fc.constantFrom(...Object.values(hostileTexts)),
    )
    .filter((given) => given.isWellFormed() && !otherPaths.test(given));
  return fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...fittingIds(path)).map((known) => ({ known })) },
    { weight: 3, arbitrary: fc.constantFrom(...knownIds).map((known) => ({ known })) },
    { weight: 3, arbitrary: text.map((given) => ({ text: given })) },
  );
}

const extraHeader = fc.oneof(
  fc.tuple(
    fc.constantFrom('x-request-id', 'cookie', 'origin', 'referer', 'user-agent', 'accept', 'accept-language'),
    fc.oneof(
      fc.string({
        maxLength: 80,
        unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      }),
      fc.constantFrom(
        '__proto__=1',
        'refresh_token=',
        'refresh_token=x; refresh_token=y',
        '=;=;',
        '*/*;q=x',
        'null',
      ),
    ),
  ),
  fc.constantFrom<[string, string]>(
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', "'; --, 256.1.1.1, ::"],
    ['x-http-method-override', 'DELETE'],
    ['content-encoding', 'gzip'],
    ['accept-encoding', 'br'],
    ['range', 'bytes=0-0'],
    ['if-none-match', '*'],
    ['last-event-id', '99999999999999999999'],
    ['forwarded', 'for=1.2.3.4;host=evil.example'],
    ['x-forwarded-host', 'evil.example'],
  ),
);

const contentType = often(
  fc.constantFrom(
    'application/json',
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
  ),
  fc.constantFrom(
    'application/json; charset=utf-16',
    'application/json;;',
    'application/vnd.api+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/html',
    'json',
    '',
  ),
  12,
);

/** Bodies that are no JSON, or JSON that no serializer writes. */
const rawBody = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '{',
    '{}}',
    '[1,]',
    'null',
    'NaN',
    '"\\ud800"',
    '{"a":1e400}',
    '{"size":1e400,"fileName":"a","contentType":"image/png"}',
    '{"name":"a","name":"b"}',
    '{"__proto__":{"admin":true}}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '\ufeff{"name":"a"}',
    'name=a&admin=true',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hosts">]><a>&b;</a>',
    `{"name":"${'x'.repeat(300_000)}"}`,
    '['.repeat(50_000),
    `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  ),
  fc.string({ unit: 'binary' }),
  fc.json(),
);

function queryOf({ queryParameters }: Operation): fc.Arbitrary<[string, string][]> {
  const known = queryParameters.map(({ name, schema }) =>
    fc
      .option(often(fitting(schema, name).map(String), fc.oneof(nearly(schema, name), wild).map(textOf)), {
        freq: 1,
      })
      .map((value): [string, string][] => (value === null ? [] : [[name, encode(value)]])),
  );
  const names = fc.constantFrom('admin', '__proto__', 'a[b]', '', ...queryParameters.map(({ name }) => name));
  const values = fc.oneof(
    fc.string().map(encode),
    fc.constantFrom('%', '%E0%A4', '%00', '+', '%ED%A0%80', 'a&&&=&'),
  );
  const stray = fc.array(fc.tuple(names, values), { minLength: 1, maxLength: 2 });
  return fc
    .tuple(fc.tuple(...known), often(fc.constant<[string, string][]>([]), stray, 6))
    .map(([given, more]) => [...given.flat(), ...more]);
}

function bodyOf({ body, method }: Operation): fc.Arbitrary<PlannedRequest['body']> {
  const raw = rawBody.map((bytes) => ({ bytes }));
  if (!body) return method === 'GET' ? fc.constant(undefined) : often(fc.constant(undefined), raw);
  const json = (value: fc.Arbitrary<unknown>) => value.map((given) => ({ json: given }));
  return fc.oneof(
    { weight: 5, arbitrary: json(fitting(body)) },
    { weight: 6, arbitrary: json(nearly(body)) },
    { weight: 1, arbitrary: json(wild) },
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

export function requestTo(operation: Operation): fc.Arbitrary<PlannedRequest> {
  return fc
    .record({
      caller: fc.oneof(
        { weight: 5, arbitrary: fc.constant<Caller>('owner') },
        { weight: 3, arbitrary: fc.constantFrom(...callers) },
      ),
      ids: fc.record(
        Object.fromEntries(operation.pathParameters.map(({ name }) => [name, idFor(operation)])),
      ),
      query: queryOf(operation),
      body: bodyOf(operation),
      extra: often(
        fc.constant<[string, string][]>([]),
        fc.array(extraHeader, { minLength: 1, maxLength: 3 }),
        3,
      ),
      contentType,
      cookie: operation.path.startsWith('/authentication/')
        ? often(fc.constant(true), fc.constant(false), 3)
        : fc.constant(false),
    })
    .map(({ extra, contentType: type, ...request }) => ({
      ...request,
      headers: { ...(request.body && { 'content-type': type }), ...Object.fromEntries(extra) },
    }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Longer ones would only meet the limit on headers; lone surrogates have no encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.slice(0, 2000).toWellFormed());
}
