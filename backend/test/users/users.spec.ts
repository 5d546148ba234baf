import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownProfileSchema, publicProfileSchema } from '@media-feed/contract';
import { signUpPerson } from '../support/people.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.close());

const get = (path: string, token?: string) =>
  fetch(`${api.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

describe('users', () => {
  it('shows people themselves', async () => {
    const person = await signUpPerson(api.url);

    const answer = await get('/users/me', person.token);

    expect(answer.status).toBe(200);
    const profile = ownProfileSchema.parse(await answer.json());
    expect(profile).toMatchObject(person.user);
    expect(profile.name).toMatch(/^Person-[a-z2-9]{4}$/);
  });
  it('shows others no more than a name', async () => {
    const person = await signUpPerson(api.url);

    const answer = await get(`/users/${person.user.id}`);

    const body = await answer.json();
    expect(publicProfileSchema.parse(body)).toMatchObject({ id: person.user.id, name: person.user.name });
    expect(JSON.stringify(body)).not.toContain(person.user.email.split('@')[0]);
  });
});
