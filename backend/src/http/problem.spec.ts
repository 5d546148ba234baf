import { expect, it } from '@jest/globals';
import { buildProblem } from './problem.ts';

it('a problem names the first 50 places that are wrong, however many there are', () => {
  const errors = Array.from({ length: 20_000 }, (_, index) => ({
    path: `k${String(index)}`,
    message: 'Unknown field',
  }));

  const problem = buildProblem('validation', { instance: '/users/me', requestId: 'r' }, { errors });

  expect(problem.errors?.map(({ path }) => path)).toEqual(errors.slice(0, 50).map(({ path }) => path));
});
