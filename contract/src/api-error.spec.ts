import { describe, expect, it } from '@jest/globals';
import type { Problem } from './problem.ts';
import { NoAnswerError, ProblemError } from './client.ts';
import { isTransient, parseApiError } from './api-error.ts';

const problem: Problem = {
  type: '/problems/validation',
  title: 'Invalid request',
  status: 400,
  detail: 'The request does not fit.',
  instance: '/authentication/sign-up',
  requestId: 'r-1',
  code: 'validation',
  errors: [{ path: 'email', message: 'Must be an e-mail address' }],
};

describe('parseApiError', () => {
  it('reads a problem document', () => {
    const error = parseApiError({ code: 'ERR_BAD_REQUEST', response: { status: 400, data: problem } });
    expect(error).toMatchObject({ code: 'validation', status: 400, requestId: 'r-1' });
    expect(error.messageFor('email')).toBe('Must be an e-mail address');
    expect(error.messageFor('password')).toBeUndefined();
  });

  it('reads when to come back', () => {
    const response = {
      status: 429,
      data: { ...problem, code: 'too-many-requests' },
      headers: { 'retry-after': '7' },
    };
    expect(parseApiError({ response })).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 7 });
  });

  it.each([
    [{ code: 'ERR_NETWORK' }, 'network'],
    [{ code: 'ECONNABORTED' }, 'timeout'],
    [{ code: 'ERR_CANCELED' }, 'cancelled'],
    [new DOMException('Given up', 'AbortError'), 'cancelled'],
    [new DOMException('Too long', 'TimeoutError'), 'timeout'],
    [new NoAnswerError('GET / got no answer'), 'network'],
    [new ProblemError(problem), 'validation'],
    [{ response: { status: 502, data: '<html>Bad gateway</html>' } }, 'unavailable'],
    [{ response: { status: 404, data: '<html>Not found</html>' } }, 'unexpected'],
    [{ response: { status: 400, data: { ...problem, code: 'not-a-code' } } }, 'unexpected'],
    [new TypeError('x is not a function'), 'unexpected'],
    [undefined, 'unexpected'],
  ])('names %j', (thrown, code) => {
    expect(parseApiError(thrown).code).toBe(code);
  });

  it('keeps an error that is one already', () => {
    const error = parseApiError({ code: 'ERR_NETWORK' });
    expect(parseApiError(error)).toBe(error);
  });

  it.each([
    [{ code: 'ERR_NETWORK' }, true],
    [{ response: { status: 503, data: '' } }, true],
    [{ response: { status: 400, data: problem } }, false],
    [{ response: { status: 401, data: '' } }, false],
  ])('knows whether %j may pass', (thrown, transient) => {
    expect(isTransient(parseApiError(thrown))).toBe(transient);
  });
});
