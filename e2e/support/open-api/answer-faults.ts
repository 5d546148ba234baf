/** What holds of every answer of the API, whatever was asked. */
import { type Problem, problemSchema } from '@media-feed/contract';
import type { HttpAnswer } from '@media-feed/testing/http';
import type { Operation } from './document.ts';
import { type Definitions, schemaFaults } from './json-schema.ts';

/** Slower than this counts as hanging. */
const patienceMs = 5000;

/** What must never leave the API. None of them matches what the tests send themselves (`hostile-values.ts`). */
const leaks: [name: string, pattern: RegExp][] = [
  ['a stack trace', /\bat (async )?[\w.<>[\] ]+ \(|\bat (file|node):|\.[cm]?[jt]sx?:\d+|node:internal/],
  [
    'SQL',
    /\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.+\bSET\b|\bDELETE FROM\b|syntax error at or near|violates .+ constraint|duplicate key value|relation "|column "|invalid input syntax|invalid byte sequence/i,
  ],
  [
    'a library',
    /typeorm|QueryFailed|fastify|nestjs|ZodError|postgres|ECONN|AccessDenied|NoSuch(Key|Bucket|Upload)/,
  ],
  [
    'a file path',
    /node_modules|(^|[\s"'(=])\/(home|root|tmp|usr|var|work|app|srv|opt)\/|[A-Z]:\\\\(Users|Windows|Program)/,
  ],
  ['a password hash', /\$2[aby]\$\d\d\$/],
];

/** All test accounts are of this domain. Of what the API answers only the caller's own profile holds an address. */
const emailAddress = /[\w.+-]+@example\.org/gi;

export interface Exchange {
  operation: Operation;
  answer: HttpAnswer;
  /** Everything that the request said, in one text: what may be heard back. */
  said: string;
  /** The caller's own e-mail address. */
  ownEmail?: string | undefined;
  /** Texts that nobody may ever read, such as the secrets of the stack. */
  secrets?: readonly string[];
}

/** One sentence for each rule that the answer breaks; empty when all is well. */
export function answerFaults(exchange: Exchange, definitions: Definitions): string[] {
  const { operation, answer } = exchange;
  const documented = operation.answers.get(answer.status);
  return [
    ...(answer.status >= 500 && answer.status !== 503 ? [`answered ${answer.status}`] : []),
    ...(answer.durationMs > patienceMs ? [`took longer than ${patienceMs} ms`] : []),
    ...(documented ? bodyFaults(exchange, documented, definitions) : [`${answer.status} is not documented`]),
    ...headerFaults(answer),
    ...leakFaults(exchange),
  ];
}

function bodyFaults(
  { operation, answer }: Exchange,
  documented: { contentType?: string; schema?: object },
  definitions: Definitions,
): string[] {
  const { status, headers, text } = answer;
  const [contentType] = (headers['content-type'] ?? '').split(';');
  if (documented.contentType === undefined || operation.method === 'HEAD') {
    return text === '' ? [] : [`${status} has a body where none is documented`];
  }
  if (contentType !== documented.contentType) return [`${status} is of type ${contentType ?? 'none'}`];
  if (!documented.contentType.endsWith('json')) return [];
  const body = parseJson(text);
  if (body === undefined) return [`${status} is no JSON`];
  return [
    ...schemaFaults(documented.schema ?? {}, body, definitions).map((words) => `${status}: ${words}`),
    ...(status >= 400 ? problemFaults(answer) : []),
  ];
}

/** For any answer of 400 and above, also one that belongs to no operation. */
export function problemFaults({ status, headers, text }: HttpAnswer): string[] {
  if (!String(headers['content-type']).startsWith('application/problem+json')) {
    return [`${status} is of type ${headers['content-type'] ?? 'none'}`];
  }
  const parsed = problemSchema.safeParse(parseJson(text));
  if (!parsed.success) return [`${status} is no problem`];
  const problem: Problem = parsed.data;
  return [
    ...(problem.status === status ? [] : [`${status} says ${problem.status} in its body`]),
    ...(problem.type === `/problems/${problem.code}`
      ? []
      : [`${problem.type} is not the type of ${problem.code}`]),
    ...(problem.requestId === headers['x-request-id'] ? [] : ['requestId is not that of the header']),
    ...(problem.instance.includes('?') ? ['instance holds the query'] : []),
  ];
}

function headerFaults({ status, headers }: HttpAnswer): string[] {
  const named = ['server', 'x-powered-by'].filter((name) => headers[name] !== undefined);
  return [
    ...(/^[A-Za-z0-9._-]{1,64}$/.test(String(headers['x-request-id'] ?? ''))
      ? []
      : ['x-request-id is missing']),
    ...(headers['x-content-type-options'] === 'nosniff' ? [] : ['x-content-type-options is missing']),
    ...named.map((name) => `the header ${name} tells what runs here`),
    ...(status === 503 && headers['retry-after'] === undefined ? ['503 without retry-after'] : []),
  ];
}

export function leakFaults({ answer, said, ownEmail, secrets = [] }: Omit<Exchange, 'operation'>): string[] {
  const told = `${answer.text}\n${Object.values(answer.headers).flat().join('\n')}`;
  const known = `${said}\n${ownEmail ?? ''}`.normalize('NFC').toLowerCase();
  const addresses = [...told.matchAll(emailAddress)]
    .map(([address]) => address)
    .filter((address) => !known.includes(address.toLowerCase()));
  return [
    ...leaks.flatMap(([name, pattern]) => {
      const [match] = pattern.exec(told) ?? [];
      // What the request itself said may be heard back, such as the name of an unknown field.
      return match === undefined || said.includes(match) ? [] : [`tells ${name}: ${match}`];
    }),
    ...addresses.map((address) => `tells the e-mail address ${address}`),
    ...secrets.filter((secret) => told.includes(secret)).map(() => 'tells a secret of the stack'),
  ];
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
