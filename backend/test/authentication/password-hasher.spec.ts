/** Whom the line for hashing takes for one: all networks that one customer of a provider has. */
import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import bcrypt from 'bcrypt';
import fastify, { type FastifyInstance } from 'fastify';
import { HashingBusyError } from '../../src/authentication/authentication.errors.ts';
import { PasswordHasher } from '../../src/authentication/password-hasher.ts';
import { rememberRequests } from '../../src/http/request-context.ts';
import { testConfig } from '../support/test-config.ts';

/** What a hash is expected to take at the highest cost; those compared here have the lowest, and no wait comes near. */
const expectedMs = 250 * 2 ** (31 - 12);
const hash = bcrypt.hashSync('the password', 4);

let hasher: PasswordHasher;
let server: FastifyInstance;
beforeEach(() => {
  hasher = new PasswordHasher({
    ...testConfig({
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      resultsQueueUrl: 'http://127.0.0.1:1/results',
      failuresQueueUrl: 'http://127.0.0.1:1/failures',
    }),
    bcryptCost: 31,
    maxWaitingHashes: 10_000,
    hashPatienceMilliseconds: 6 * expectedMs,
  });
  server = fastify();
  rememberRequests(server);
});
afterEach(async () => {
  await server.close();
  await hasher.onModuleDestroy();
});

/** Of requests from these addresses, that all ask for the comparison at one moment and in this order. */
async function outcomesOf(addresses: readonly string[]): Promise<string[]> {
  const begin = Promise.withResolvers<undefined>();
  const allArrived = Promise.withResolvers<undefined>();
  let arrived = 0;
  server.get('/', async () => {
    arrived += 1;
    if (arrived === addresses.length) allArrived.resolve(undefined);
    await begin.promise;
    try {
      await hasher.matches('a guess', hash);
      return 'compared';
    } catch (error) {
      if (error instanceof HashingBusyError) return 'refused';
      throw error;
    }
  });
  const answers = addresses.map((remoteAddress) => server.inject({ url: '/', remoteAddress }));
  await allArrived.promise;
  begin.resolve(undefined);
  return (await Promise.all(answers)).map(({ body }) => body);
}

describe('hashing', () => {
  it.each([
    ['another one', '2001:db8:2::1'],
    ['IPv4', '203.0.113.1'],
  ])(
    'has a place for somebody from %s while the networks of one site flood it',
    async (_where, elsewhere) => {
      const flood = Array.from(
        { length: 20 * availableParallelism() },
        (_, network) => `2001:db8:1:${network.toString(16)}::1`,
      );

      const outcomes = await outcomesOf([...flood, elsewhere]);

      expect(outcomes.slice(0, -1)).toContain('refused');
      expect(outcomes.at(-1)).toBe('compared');
    },
  );
});
