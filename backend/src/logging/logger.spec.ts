import { describe, expect, it } from '@jest/globals';
import { censor, serializeError } from './logger.ts';

describe('serializeError', () => {
  it('keeps what a database error was about, and leaves the data out', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      constraint: 'users_email_key_unique',
      detail: 'Key (email_key)=(kim@example.org) already exists.',
      parameters: ['kim@example.org'],
      query: 'INSERT',
    });

    const serialized = serializeError(error);

    expect(serialized).toMatchObject({
      message: 'duplicate key',
      code: '23505',
      constraint: error.constraint,
    });
    expect(JSON.stringify(serialized)).not.toContain('kim@example.org');
  });

  it('follows causes, five deep', () => {
    const chain = [1, 2, 3, 4, 5, 6, 7].reduce<Error | undefined>(
      (cause, depth) => new Error(`depth ${String(depth)}`, { cause }),
      undefined,
    );
    const text = JSON.stringify(serializeError(chain));
    expect(text).toContain('"message":"depth 2"');
    expect(text).not.toContain('"message":"depth 1"');
  });

  it('has a word for what is no error', () => {
    expect(serializeError('secret')).toEqual({
      type: 'string',
      message: 'Something was thrown that is no error',
    });
  });
});

describe('censor', () => {
  it('hides what no log may hold, two objects deep', () => {
    const fields = {
      email: 'a@b.c',
      requestId: 'r',
      body: { password: 'p', user: { refreshToken: 't', id: 1 } },
    };
    expect(censor(fields)).toEqual({
      email: '[redacted]',
      requestId: 'r',
      body: { password: '[redacted]', user: { refreshToken: '[redacted]', id: 1 } },
    });
    expect(fields.body.password).toBe('p');
  });

  it('copies nothing where there is nothing to hide', () => {
    const fields = { route: '/media', params: { mediaId: 'x' }, list: [1, 2], none: null };
    expect(censor(fields)).toBe(fields);
  });

  it('leaves errors to their serializer', () => {
    const err = Object.assign(new Error('no'), { email: 'a@b.c' });
    expect(censor({ err }).err).toBe(err);
  });
});
