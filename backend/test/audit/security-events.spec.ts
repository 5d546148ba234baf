import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { presignedUploadSchema } from '@media-feed/contract';
import { AuditService } from '../../src/audit/audit.service.ts';
import { call } from '../support/http.ts';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp(({ callLimits }) => ({
    rateLimits: true,
    rateLimitWindowSeconds: 3600,
    callLimits: { ...callLimits, signInLimitPerAccount: 3 },
  }));
});
afterAll(() => api.close());

/** Everything that is remembered, oldest first, as text a row. */
async function remembered(): Promise<Record<string, unknown>[]> {
  await api.app.get(AuditService).flush();
  return api.database.query({ name: 'all-events', text: 'SELECT * FROM security_events ORDER BY at, id' });
}
const kindsOf = async (userId: string) =>
  (await remembered()).filter((event) => event.user_id === userId).map(({ kind }) => kind);
const send = (path: string, options: Parameters<typeof call>[2]) =>
  call(api.url, path, { method: 'POST', ...options });

describe('security events', () => {
  it('tell who got in, who did not, and who changed what', async () => {
    const person = await signUpPerson(api.url);
    const credentials = { email: person.user.email, password: person.password };
    await send('/authentication/sign-in', { body: { ...credentials, password: 'wrong' } });
    await send('/authentication/sign-in', { body: credentials });
    const change = { currentPassword: 'wrong', newPassword: 'new password', confirmPassword: 'new password' };
    await send('/users/me/password', { token: person.token, body: change });
    const right = { ...change, currentPassword: person.password };
    await send('/users/me/password', { token: person.token, body: right });
    await send('/authentication/sign-out', { cookie: person.cookie });

    expect(await kindsOf(person.user.id)).toEqual([
      'signed-up',
      'sign-in-failed',
      'signed-in',
      'password-change-failed',
      'password-changed',
      'signed-out',
    ]);
  });

  it('tell of what an owner deleted', async () => {
    const person = await signUpPerson(api.url);
    const body = { fileName: 'a.png', contentType: 'image/png', size: 1 };
    const answer = await send('/media/presigned-url', { token: person.token, body });
    const { mediaId } = presignedUploadSchema.parse(answer.body);
    await call(api.url, `/media/${mediaId}`, { method: 'DELETE', token: person.token });

    const deleted = (await remembered()).filter(({ media_id: id }) => id === mediaId);

    expect(deleted).toMatchObject([{ kind: 'media-deleted', user_id: person.user.id }]);
  });

  it('carry the request and the same hash for the same address and account, and nothing to read', async () => {
    const email = `${randomUUID()}@example.org`;
    const headers = { 'x-request-id': 'request-of-the-thief' };
    for (const spelling of [email, email.toUpperCase()]) {
      await send('/authentication/sign-in', { body: { email: spelling, password: 'guess' }, headers });
    }

    const events = (await remembered()).filter(({ request_id: id }) => id === headers['x-request-id']);

    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      kind: 'sign-in-failed',
      user_id: null,
      account_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      address_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(events[1]?.account_hash).toBe(events[0]?.account_hash);
    const text = JSON.stringify(await remembered());
    expect(text).not.toContain('@');
    expect(text).not.toContain('127.0.0.1');
  });

  it('tell of a stolen refresh token and of the first rejection of a flood, not of each', async () => {
    const person = await signUpPerson(api.url);
    await send('/authentication/refresh', { cookie: person.cookie });
    const text = `UPDATE refresh_tokens SET superseded_at = now() - interval '1 hour'
      WHERE superseded_at IS NOT NULL`;
    await api.database.query({ name: 'age-tokens', text });
    await send('/authentication/refresh', { cookie: person.cookie });
    const body = { email: person.user.email, password: 'guess' };
    for (let times = 0; times < 8; times++) await send('/authentication/sign-in', { body });

    expect(await kindsOf(person.user.id)).toContain('refresh-token-reused');
    const rejections = (await remembered()).filter(({ kind }) => kind === 'rate-limited');
    expect(rejections.map(({ detail }) => detail)).toEqual(['sign-in-failures-per-account-and-network']);
  });

  it('are forgotten after their retention', async () => {
    const person = await signUpPerson(api.url);
    await remembered();
    const text = `UPDATE security_events SET at = now() - make_interval(days => $2) WHERE user_id = $1`;
    const age = (days: number) => api.database.query({ name: 'age-events', text }, [person.user.id, days]);
    const audit = api.app.get(AuditService);

    await age(api.config.auditRetentionDays - 1);
    await audit.forgetOld();
    expect(await kindsOf(person.user.id)).toEqual(['signed-up']);
    await age(api.config.auditRetentionDays + 1);
    await audit.forgetOld();
    expect(await kindsOf(person.user.id)).toEqual([]);
  });
});
