import { type OpenApi, type Operation, readOpenApi } from '../support/open-api/document.ts';
import { problemFaults } from '../support/open-api/answer-faults.ts';
import { signUpUser } from '@media-feed/testing/users';
import { describeReport, fuzzSchema } from './fuzz-schema.ts';
import { fuzzSeconds, fuzzSeed } from './settings.ts';
import { Target } from './target.ts';
import { expect, test } from './test.ts';

/** Succeed with what stands in a mail, once each. */
const needsMail: ReadonlySet<string> = new Set([
  'POST /authentication/password-reset/complete',
  'POST /authentication/email-verification',
]);

/** Succeed for operators, whom no call appoints, or after what they did. */
const needsOperator = (key: string) =>
  key.includes(' /moderation/') || key === 'POST /media/{mediaId}/appeal';

/** A stream of events never ends, it has a test of its own below; and the account is needed for all the others. */
const apart: ReadonlySet<string> = new Set(['GET /media/events', 'DELETE /users/me']);

let openApi: OpenApi;
test.beforeAll(async ({ fuzzedStack }) => {
  openApi = await readOpenApi(fuzzedStack.apiUrl);
});

test('random requests find no answer that breaks a rule', async ({ fuzzedStack }) => {
  // For what hangs: how long the last round takes depends on the machine.
  test.setTimeout(fuzzSeconds * 1000 + 600_000);
  console.log(`Fuzzing for ${fuzzSeconds} s; once more: FUZZ_SEED=${fuzzSeed}`);
  const operations = openApi.operations.filter(({ key }) => !apart.has(key));

  const target = await Target.of(fuzzedStack, openApi);
  const report = await fuzzSchema(target, operations, { seed: fuzzSeed, seconds: fuzzSeconds });

  console.log(describeReport(report));
  expect(report.findings.join('\n\n')).toBe('');
  const failed = operations
    .filter(({ key }) => !needsMail.has(key) && !needsOperator(key))
    .filter(({ key, successStatus }) => !report.answers.get(key)?.has(successStatus));
  // Chance may miss a few in a short run; more means that the requests no longer fit what the API takes.
  const tolerated = report.rounds < 10 ? 5 : 0;
  expect(failed.length, `never reached success: ${keysOf(failed)}`).toBeLessThanOrEqual(tolerated);
});

test('a stream of events opens whatever the last event is said to be', async ({ fuzzedStack }) => {
  const { session } = await signUpUser(fuzzedStack.apiUrl);
  for (const lastEventId of [
    '',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    "'; --",
    '%00',
    'a'.repeat(5000),
  ]) {
    const stop = new AbortController();
    const answer = await fetch(`${fuzzedStack.apiUrl}/media/events`, {
      headers: { authorization: `Bearer ${session.accessToken}`, 'last-event-id': lastEventId },
      signal: stop.signal,
    });
    expect.soft(answer.status, lastEventId).toBe(200);
    expect.soft(answer.headers.get('content-type'), lastEventId).toMatch(/^text\/event-stream/);
    expect.soft(answer.headers.get('x-request-id'), lastEventId).toBeTruthy();
    stop.abort();
  }
  const refused = await fetch(`${fuzzedStack.apiUrl}/media/events?all=true`);
  const { status, headers } = refused;
  const answer = { status, headers: Object.fromEntries(headers), text: await refused.text(), durationMs: 0 };
  expect(status).toBe(401);
  expect(problemFaults(answer)).toEqual([]);
});

function keysOf(operations: readonly Operation[]): string {
  return operations.map(({ key }) => key).join(', ');
}
