/** The people of the demonstration: those who make things, and those who like them. */
import { ProblemError, type Session } from '@media-feed/contract';
import type { TestUser } from '@media-feed/testing/users';
import { CannotSeedError } from './cannot-seed-error.ts';
import { patientClient, type Tokens } from './patient-client.ts';

export const demoPassword = 'look at this';

const makers = [
  'Ada Okafor',
  'Tomás Rivera',
  'Priya Nair',
  'Lena Vogel',
  'Kenji Mori',
  'Amara Diallo',
  'Noor Haddad',
  'Elif Kaya',
];
const admirers = ['Jonas Berg', 'Mei Chen', 'Sofia Rossi', 'Mateo Cruz', 'Ingrid Dahl', 'Theo Martin'];

export interface DemoUser extends TestUser {
  readonly name: string;
  readonly email: string;
}

export const emailOf = (name: string) =>
  `${(name.split(' ')[0] ?? name).normalize('NFD').replace(/\W/g, '').toLowerCase()}@example.com`;

export async function gatherMakers(apiUrl: string): Promise<DemoUser[]> {
  return Promise.all(makers.map((name) => gather(apiUrl, name)));
}

export async function gatherAdmirers(apiUrl: string): Promise<DemoUser[]> {
  return Promise.all(admirers.map((name) => gather(apiUrl, name)));
}

/** Signs up, or in where the address is known already. */
async function gather(apiUrl: string, name: string): Promise<DemoUser> {
  const email = emailOf(name);
  const visitor = patientClient(apiUrl, { current: undefined });
  const signIn = async () =>
    visitor('signIn', { body: { email, password: demoPassword } }).catch((error: unknown) => {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
      throw new CannotSeedError(`${email} is somebody else there: the password differs. Seed another stack.`);
    });
  const session = await visitor('signUp', {
    body: { email, password: demoPassword, confirmPassword: demoPassword },
  }).catch((error: unknown): Promise<Session> => {
    if (!(error instanceof ProblemError) || error.problem.status !== 409) throw error;
    return signIn();
  });
  const tokens: Tokens = {
    current: session.accessToken,
    renew: async () => {
      tokens.current = (await signIn()).accessToken;
    },
  };
  const call = patientClient(apiUrl, tokens);
  if (session.user.name !== name) await call('changeProfile', { body: { name } });
  return { session, call, name, email };
}
