import { randomUUID } from 'node:crypto';
import { type Session, sessionSchema, type SignUpBody } from '@media-feed/contract';

export interface Person {
  /** The access token. */
  readonly token: string;
  readonly user: Session['user'];
  /** The refresh cookie as a Cookie header. */
  readonly cookie: string;
  readonly password: string;
}

/** Signs somebody up whom nobody knows yet. */
export async function signUpPerson(url: string, overrides: Partial<SignUpBody> = {}): Promise<Person> {
  const password = overrides.password ?? 'password123';
  const answer = await fetch(`${url}/authentication/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `${randomUUID()}@example.org`,
      password,
      confirmPassword: password,
      ...overrides,
    }),
  });
  if (answer.status !== 201) throw new Error(`Sign-up was answered ${String(answer.status)}`);
  const session = sessionSchema.parse(await answer.json());
  return { token: session.accessToken, user: session.user, cookie: cookieOf(answer), password };
}

/** The first cookie that an answer sets, as a Cookie header. */
export function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}
