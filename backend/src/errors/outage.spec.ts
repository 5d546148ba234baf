import { describe, expect, it } from '@jest/globals';
import { isOutage } from './outage.ts';

const withCode = (code: string) => Object.assign(new Error('no'), { code });
const answered = (httpStatusCode: number) =>
  Object.assign(new Error('no'), { $metadata: { httpStatusCode } });

describe('isOutage', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a name that does not resolve', withCode('EAI_AGAIN')],
    ['a server that shuts down', withCode('57P01')],
    ['a statement that ran out of time', withCode('57014')],
    ['too many connections', withCode('53300')],
    ['a deadlock', withCode('40P01')],
    ['a lost connection of pg', new Error('Connection terminated unexpectedly')],
    ['an exhausted pool', new Error('timeout exceeded when trying to connect')],
    ['storage that answers 503', answered(503)],
    ['storage that does not answer', Object.assign(new Error('no'), { name: 'TimeoutError' })],
    ['a cause', new Error('outside', { cause: new Error('between', { cause: withCode('EPIPE') }) })],
    ['an error of the driver', Object.assign(new Error('no'), { driverError: withCode('08006') })],
    ['one of several', new AggregateError([new Error('no'), withCode('ETIMEDOUT')])],
  ])('sees %s', (_name, error) => {
    expect(isOutage(error)).toBe(true);
  });

  const circle = new Error('circle');
  circle.cause = circle;
  it.each([
    ['a bug', new TypeError('x is undefined')],
    ['a unique violation', withCode('23505')],
    ['wrong SQL', withCode('42601')],
    ['an error of storage', answered(403)],
    ['no error', 'ECONNREFUSED'],
    ['nothing', undefined],
    ['a circle', circle],
  ])('does not take %s for one', (_name, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
