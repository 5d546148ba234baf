import { expect, it } from '@jest/globals';
import { signUpBodySchema } from './authentication.ts';

const signUp = (password: string, confirmPassword = password) =>
  signUpBodySchema.safeParse({ email: 'kim@example.org', password, confirmPassword });

it('takes a password that is typed in two ways for one (RFC 8265)', () => {
  expect(signUp('Zoe\u0308 und Jose\u0301', 'Zo\u00EB und Jos\u00E9').data?.password).toBe(
    'Zo\u00EB und Jos\u00E9',
  );
  expect(signUp('ein\u00A0langes\u3000Wort').data?.password).toBe('ein langes Wort');
});

it('measures what is hashed', () => {
  expect(signUp('e\u0301'.repeat(7)).success).toBe(false);
  expect(signUp('e\u0301'.repeat(36)).success).toBe(true);
  expect(signUp('\u00E9'.repeat(37)).success).toBe(false);
});
