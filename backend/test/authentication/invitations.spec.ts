/** Who may make an account, by the setting and by the invitations of operators. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SignUpMode, signInOptionsSchema } from '@media-feed/contract';
import { InvitationsService } from '../../src/authentication/invitations.service.ts';
import { call, expectProblem } from '../support/http.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const apps: Partial<Record<SignUpMode, TestApp>> = {};
let invited: TestApp;
beforeAll(async () => {
  for (const signUp of ['open', 'invitation', 'closed'] as const) {
    apps[signUp] = await startTestApp({ signUp, webOrigins: ['https://feed.example'] });
  }
  invited = appOf('invitation');
});
afterAll(() => Promise.all(Object.values(apps).map((app) => app.close())));

function appOf(mode: SignUpMode): TestApp {
  const app = apps[mode];
  if (!app) throw new Error(`No app was started for ${mode}`);
  return app;
}

const newEmail = () => `${randomUUID()}@example.org`;
function signUp(app: TestApp, invitation?: string, email = newEmail(), password = 'password123') {
  return call(app.url, '/authentication/sign-up', {
    method: 'POST',
    body: { email, password, confirmPassword: password, ...(invitation !== undefined && { invitation }) },
  });
}

let statements = 0;
const sql = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  invited.database.query<Row & Record<string, unknown>>(
    { name: `test_invitations_${String(statements++)}`, text },
    values,
  );

async function invite(uses: number, days = 1): Promise<{ id: string; token: string }> {
  const { id, url } = await invited.app.get(InvitationsService).invite(uses, days);
  return { id, token: new URLSearchParams(new URL(url).hash.slice(1)).get('invitation') ?? '' };
}
const usesLeft = async (id: string) =>
  (await sql<{ uses_left: number }>('SELECT uses_left FROM invitations WHERE id = $1', [id]))[0]?.uses_left;

describe('GET /authentication/providers', () => {
  it.each(['open', 'invitation', 'closed'] as const)('tells everybody that sign-up is %s', async (mode) => {
    const answer = await call(appOf(mode).url, '/authentication/providers');
    expect(answer.status).toBe(200);
    expect(signInOptionsSchema.parse(answer.body)).toEqual({ providers: [], passwords: true, signUp: mode });
  });
});

describe('sign-up', () => {
  it('needs no invitation where it is open, and bears one', async () => {
    expect((await signUp(appOf('open'))).status).toBe(201);
    expect((await signUp(appOf('open'), 'of another time')).status).toBe(201);
  });

  it('is refused where it is closed, whatever comes with it', async () => {
    expect(expectProblem(await signUp(appOf('closed')), 'sign-up-closed').status).toBe(403);
    expectProblem(await signUp(appOf('closed'), 'x'.repeat(43)), 'sign-up-closed');
  });

  it('wants an invitation, and one that is known', async () => {
    expect(expectProblem(await signUp(invited), 'invitation-needed').status).toBe(403);
    for (const token of ['', 'short', 'x'.repeat(43), '\u0000']) {
      expect(expectProblem(await signUp(invited, token), 'link-invalid').status).toBe(400);
    }
  });

  it('works as often as the invitation says, and no more', async () => {
    const { id, token } = await invite(2);
    expect((await signUp(invited, token)).status).toBe(201);
    expect(await usesLeft(id)).toBe(1);
    expect((await signUp(invited, token)).status).toBe(201);
    expectProblem(await signUp(invited, token), 'link-invalid');
  });

  it('works so often for twenty at the same moment, too', async () => {
    const { id, token } = await invite(3);
    const emails = Array.from({ length: 20 }, newEmail);
    const answers = await Promise.all(emails.map((email) => signUp(invited, token, email)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(3).fill(201), ...Array<number>(17).fill(400)]);
    expect(await usesLeft(id)).toBe(0);
    expect(await sql('SELECT FROM users WHERE email = ANY ($1)', [emails])).toHaveLength(3);
  });

  it('is refused by one that has expired, or that an operator has ended', async () => {
    const [expired, ended] = [await invite(5), await invite(5)];
    await sql('UPDATE invitations SET expires_at = now() WHERE id = $1', [expired.id]);
    expectProblem(await signUp(invited, expired.token), 'link-invalid');
    expect(await invited.app.get(InvitationsService).end(ended.id)).toBe(true);
    expect(await invited.app.get(InvitationsService).end(ended.id)).toBe(false);
    expectProblem(await signUp(invited, ended.token), 'link-invalid');
  });

  it('leaves the invitation as it was where it fails', async () => {
    const { id, token } = await invite(2);
    const email = newEmail();
    expect((await signUp(invited, token, email)).status).toBe(201);
    expectProblem(await signUp(invited, token, email.toUpperCase()), 'email-taken');
    expectProblem(await signUp(invited, token, newEmail(), 'short'), 'validation');
    expect(await usesLeft(id)).toBe(1);
  });

  it('tells nobody without an invitation who has an account', async () => {
    const { token } = await invite(1);
    const email = newEmail();
    expect((await signUp(invited, token, email)).status).toBe(201);
    expectProblem(await signUp(invited, undefined, email), 'invitation-needed');
    expectProblem(await signUp(invited, token, email), 'link-invalid');
  });

  it('keeps no token, but its hash, and no invitation that has expired', async () => {
    const old = await invite(1);
    await sql('UPDATE invitations SET expires_at = now() WHERE id = $1', [old.id]);
    const { id, token } = await invite(1);
    const rows = await sql<{ id: string; row: string }>('SELECT id, t::text AS row FROM invitations t');
    expect(rows.map((row) => row.id)).toContain(id);
    expect(rows.map((row) => row.id)).not.toContain(old.id);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  });
});
