import fc from 'fast-check';
import { leakFaults, problemFaults } from '../support/open-api/answer-faults.ts';
import { type Conversation, converse, type Speech } from '@media-feed/testing/raw-http';
import { fuzzSeconds, fuzzSeed } from './settings.ts';
import { expect, test } from './test.ts';

const host = 'Host: localhost\r\n';
const signIn = `POST /authentication/sign-in HTTP/1.1\r\n${host}Content-Type: application/json\r\n`;
const whole = (bytes: string): Speech => ({ pieces: [bytes] });

/** What is sent, and the status of the one problem that must come before the server closes the connection. */
const table: [name: string, status: number, Speech][] = [
  ['nothing but line ends', 408, whole('\r\n\r\n\r\n')],
  ['no HTTP', 400, whole('hello\r\n\r\n')],
  ['bytes of chance', 400, whole('\x00\xff\x80\x0d\x0a\x0d\x0a')],
  ['a TLS greeting', 400, whole('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')],
  ['the preface of HTTP/2', 400, whole('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['a version to come', 400, whole(`GET /media HTTP/9.9\r\n${host}\r\n`)],
  ['an unknown method', 400, whole(`FETCH /media HTTP/1.1\r\n${host}\r\n`)],
  ['a method in small letters', 400, whole(`get /media HTTP/1.1\r\n${host}\r\n`)],
  ['a tunnel', 400, whole(`CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n`)],
  ['a trace', 404, whole(`TRACE / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)],
  [
    'an expectation that nobody can meet',
    400,
    whole(`${signIn}Expect: a-miracle\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`),
  ],
  ['spaces in the address', 400, whole(`GET /media items HTTP/1.1\r\n${host}\r\n`)],
  [
    'an address that climbs',
    404,
    whole(`GET /media/../../../etc/passwd HTTP/1.1\r\n${host}Connection: close\r\n\r\n`),
  ],
  ['an address of 100 KB', 431, whole(`GET /media/${'x'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n`)],
  ['no host', 400, whole('GET /media HTTP/1.1\r\nConnection: close\r\n\r\n')],
  ['a header without a colon', 400, whole(`GET /media HTTP/1.1\r\n${host}rubbish\r\n\r\n`)],
  ['a header with NUL', 400, whole(`GET /media HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`)],
  ['a folded header', 400, whole(`GET /media HTTP/1.1\r\n${host}X-A: a\r\n b\r\n\r\n`)],
  ['one header of 20 KB', 431, whole(`GET /media HTTP/1.1\r\n${host}X-A: ${'x'.repeat(20_000)}\r\n\r\n`)],
  ['3,000 headers', 431, whole(`GET /media HTTP/1.1\r\n${host}${'X-Many: 1\r\n'.repeat(3000)}\r\n`)],
  ['two lengths', 400, whole(`${signIn}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`)],
  [
    'a length and chunks',
    400,
    whole(`${signIn}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  ],
  ['a length that is none', 400, whole(`${signIn}Content-Length: -1\r\n\r\n{}`)],
  ['a length of 10 GB', 413, whole(`${signIn}Content-Length: 10000000000\r\n\r\n{}`)],
  ['a chunk that is none', 400, whole(`${signIn}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)],
  [
    'a chunk of 8 EB that never comes',
    408,
    whole(`${signIn}Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n{}`),
  ],
  ['an unknown coding', 400, whole(`${signIn}Transfer-Encoding: rot13\r\n\r\n{}`)],
  [
    'chunks without end',
    413,
    { pieces: withoutEnd(`${signIn}Transfer-Encoding: chunked\r\n\r\n`, `1000\r\n${'x'.repeat(4096)}\r\n`) },
  ],
  ['a body above the limit', 413, whole(`${signIn}Content-Length: 400000\r\n\r\n${'x'.repeat(400_000)}`)],
  ['a request line that comes too slowly', 408, { pieces: withoutEnd('GET /', 'x'), pauseMs: 200 }],
  [
    'headers that come too slowly',
    408,
    { pieces: withoutEnd(`GET /media HTTP/1.1\r\n${host}X-A: `, 'x'), pauseMs: 200 },
  ],
  [
    'a body that comes too slowly',
    408,
    { pieces: withoutEnd(`${signIn}Content-Length: 1000\r\n\r\n`, 'x'), pauseMs: 200 },
  ],
  ['a body that stops', 408, whole(`${signIn}Content-Length: 1000\r\n\r\n{"email":`)],
];

test('malformed HTTP is answered with a problem', async ({ fuzzedStack }) => {
  // All at once: some wait until the server loses its patience.
  const conversations = await Promise.all(table.map(([, , speech]) => answered(fuzzedStack.apiUrl, speech)));

  for (const [index, [name, status]] of table.entries()) {
    const conversation = conversations[index];
    if (!conversation) throw new Error(`${name} was not sent`);
    expect.soft(faultsOf(conversation), name).toEqual([]);
    expect
      .soft(
        conversation.answers.map((answer) => answer.status),
        name,
      )
      .toEqual([status]);
  }
});

test('damaged requests are answered, and never with more than a problem', async ({ fuzzedStack }) => {
  const seconds = Math.max(4, fuzzSeconds / 4);
  test.setTimeout(seconds * 1000 + 600_000);
  const deadline = performance.now() + seconds * 1000;
  const findings: string[] = [];
  let count = 0;
  for (let round = 0; performance.now() < deadline; round += 1) {
    const batch = fc.sample(damagedRequest, { seed: fuzzSeed + round, numRuns: 300 });
    const conversations = await Promise.all(batch.map((bytes) => converse(fuzzedStack.apiUrl, whole(bytes))));
    count += batch.length;
    for (const [index, conversation] of conversations.entries()) {
      const faults = faultsOf(conversation);
      if (faults.length > 0) findings.push(`${faults.join('; ')}\n  sent: ${JSON.stringify(batch[index])}`);
    }
  }
  console.log(`${count} damaged requests, ${findings.length} findings; once more: FUZZ_SEED=${fuzzSeed}`);
  expect(findings.slice(0, 10).join('\n')).toBe('');
});

/**
 * Who goes on sending after the answer has come can lose it to the reset of the connection (RFC 9112 §9.6):
 * then the same is said again.
 */
async function answered(apiUrl: string, speech: Speech): Promise<Conversation> {
  for (let attempt = 1; ; attempt += 1) {
    const conversation = await converse(apiUrl, speech);
    if (conversation.answers.length > 0 || attempt === 5) return conversation;
  }
}

/** No hang, no silence, nothing but whole answers, each fit for clients. */
function faultsOf({ answers, rest, closed }: Conversation): string[] {
  return [
    ...(closed ? [] : ['the connection stayed open']),
    ...(answers.length > 0 ? [] : ['no answer came']),
    ...(rest === '' ? [] : [`something came that is no answer: ${rest.slice(0, 200)}`]),
    ...answers.flatMap((answer) => [
      ...(answer.status >= 500 ? [`answered ${answer.status}`] : []),
      ...(answer.status >= 400 ? problemFaults(answer) : []),
      ...leakFaults({ answer, said: '' }),
    ]),
  ];
}

const soundRequests = [
  `GET /media?size=1 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`,
  `GET /health/live HTTP/1.1\r\n${host}Accept: */*\r\nCookie: a=b\r\nConnection: close\r\n\r\n`,
  `${signIn}Content-Length: 40\r\nConnection: close\r\n\r\n{"email":"a@example.org","password":"x"}`,
  `${signIn}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n`,
  `DELETE /media/00000000-0000-0000-0000-000000000000 HTTP/1.1\r\n${host}Authorization: Bearer x\r\nConnection: close\r\n\r\n`,
];

const piece = fc.oneof(
  fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\0',
    ' ',
    ':',
    '\t',
    '%',
    '\xff',
    'HTTP/1.1',
    'Content-Length: 7\r\n',
    '0\r\n\r\n',
    'Expect: 100-continue\r\n',
    'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  ),
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    minLength: 1,
    maxLength: 6,
  }),
);

/** A sound request with up to four places cut, replaced or stuffed. */
const damagedRequest = fc
  .tuple(
    fc.constantFrom(...soundRequests),
    fc.array(fc.record({ at: fc.nat(400), cut: fc.nat(8), put: piece }), { minLength: 1, maxLength: 4 }),
  )
  .map(([sound, damages]) =>
    damages.reduce((bytes, { at, cut, put }) => {
      const place = at % bytes.length;
      return bytes.slice(0, place) + put + bytes.slice(place + cut);
    }, sound),
  );

function* withoutEnd(head: string, more: string): Generator<string> {
  yield head;
  for (;;) yield more;
}
