/** The sending process is killed at each step: nothing is lost, and what comes twice is the same mail. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@media-feed/testing/eventually';
import { call } from '../support/http.ts';
import { MailServer, type MailStep, tokenIn } from '../support/mail-server.ts';
import { signUpPerson } from '../support/people.ts';
import { type Build, buildProgram, environmentOf, type Program, startProgram } from '../support/program.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let build: Build;
/** Answers requests; the programs that are killed send. */
let api: TestApp;
let server: MailServer;
let running: Program[];
beforeAll(async () => {
  [build, api] = await Promise.all([
    buildProgram(),
    startTestApp({ role: 'api', mailUrl: 'smtp://127.0.0.1:1' }),
  ]);
});
afterAll(async () => {
  await api.close();
  await build.remove();
});
beforeEach(async () => {
  server = await MailServer.start();
  running = [];
});
afterEach(async () => {
  for (const program of running) program.kill('SIGKILL');
  await Promise.all(running.map((program) => program.ended));
  await server.close();
});

function startSender(): Program {
  const program = startProgram(build.file('main.js'), {
    ...environmentOf(api.config),
    ROLE: 'consumer',
    MAIL_URL: server.url,
    WEB_ORIGINS: 'http://localhost:5173',
  });
  running.push(program);
  return program;
}

/** Where the server has the mail already, and the sender dies before it has written that down, it may come once more. */
const steps: readonly (readonly [step: MailStep, most: number])[] = [
  ['connect', 1],
  ['sender', 1],
  ['recipient', 1],
  ['content', 1],
  ['stored', 2],
  ['answered', 2],
];

describe('a sender that is killed', () => {
  it.each(steps)(
    'at «%s» sends the mail nevertheless, %i times at most, with one Message-ID',
    async (step, most) => {
      const { user } = await signUpPerson(api.url);
      const reached = server.reach(step);
      const first = startSender();
      await call(api.url, '/authentication/password-reset', { method: 'POST', body: { email: user.email } });
      await reached;
      first.kill('SIGKILL');
      await first.ended;

      server.release();
      startSender();
      await eventually(async () => {
        const [row] = await api.database.query<{ waiting: number }>({
          name: 'test-waiting',
          text: 'SELECT count(*)::int AS waiting FROM mails WHERE sent_at IS NULL',
        });
        return row?.waiting === 0;
      });

      const mails = await server.to(user.email);
      expect(mails.length).toBeLessThanOrEqual(most);
      expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
      expect(new Set(mails.map(tokenIn)).size).toBe(1);
      const completed = await call(api.url, '/authentication/password-reset/complete', {
        method: 'POST',
        body: { token: mails.map(tokenIn).at(-1), password: 'a better password' },
      });
      expect(completed.status).toBe(204);
    },
  );
});
