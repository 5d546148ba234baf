/** Access tokens that the API must refuse, made with and without its secret. */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Claims {
  sub: string;
  iat: number;
  exp: number;
  iss: string;
  aud: string;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(header: object, claims: object, secret: string, hash = 'sha256'): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

/** `Authorization` headers by what is wrong with them; `good` is one that the API issued. */
export async function badAuthorizations(dataDir: string, good: string): Promise<Record<string, string>> {
  const secret = await readFile(join(dataDir, 'secrets', 'jwt'), 'utf8');
  const [head = '', body = '', signature = ''] = good.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
  const hs256 = { alg: 'HS256', typ: 'JWT' };
  const now = Math.floor(Date.now() / 1000);
  const forged = (changes: Partial<Record<keyof Claims, unknown>>) =>
    `Bearer ${sign(hs256, { ...claims, ...changes }, secret)}`;
  return {
    empty: '',
    'no token': 'Bearer',
    'no JWT': 'Bearer rubbish',
    'another scheme': `Basic ${Buffer.from('somebody:password').toString('base64')}`,
    'two tokens': `Bearer ${good} ${good}`,
    expired: forged({ iat: now - 2000, exp: now - 1 }),
    'not valid for ever': forged({ exp: undefined }),
    'of another issuer': forged({ iss: 'somebody-else' }),
    'for another audience': forged({ aud: 'another-api' }),
    'for nobody': forged({ sub: undefined }),
    'for a name that is no id': forged({ sub: "' OR 1=1" }),
    'signed with another secret': `Bearer ${sign(hs256, claims, 'x'.repeat(32))}`,
    'signed with another algorithm': `Bearer ${sign({ ...hs256, alg: 'HS512' }, claims, secret, 'sha512')}`,
    unsigned: `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
    'without its signature': `Bearer ${head}.${body}`,
    'with a changed payload': `Bearer ${head}.${encode({ ...claims, exp: claims.exp + 1 })}.${signature}`,
  };
}
