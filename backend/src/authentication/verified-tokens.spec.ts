import { describe, expect, it } from '@jest/globals';
import { VerifiedTokens } from './verified-tokens.ts';

const callerUntil = (expiresAtMs: number) => ({
  id: 'ada',
  sessionId: 'phone',
  expiresAt: new Date(expiresAtMs),
});

describe('VerifiedTokens', () => {
  it('knows whose a token is until the moment it expires', () => {
    let now = 1_000;
    const tokens = new VerifiedTokens(() => now);
    tokens.keep('token', callerUntil(2_000));
    now = 1_999;
    expect(tokens.find('token')?.id).toBe('ada');
    now = 2_000;
    expect(tokens.find('token')).toBeUndefined();
  });

  it('knows no token that differs in anything', () => {
    const tokens = new VerifiedTokens(() => 0);
    tokens.keep('header.payload.signature', callerUntil(1));
    expect(tokens.find('header.payload.signaturf')).toBeUndefined();
    expect(tokens.find('header.payload.signature ')).toBeUndefined();
    expect(tokens.find('')).toBeUndefined();
  });

  it('forgets the oldest, so that its memory has an end', () => {
    const tokens = new VerifiedTokens(() => 0);
    for (let index = 0; index <= 5_000; index++) tokens.keep(`token ${String(index)}`, callerUntil(1));
    expect(tokens.find('token 0')).toBeUndefined();
    expect(tokens.find('token 1')?.id).toBe('ada');
    expect(tokens.find('token 5000')?.id).toBe('ada');
  });
});
