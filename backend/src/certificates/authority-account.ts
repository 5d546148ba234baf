import acme from 'acme-client';
import * as z from 'zod';
import type { CertificatesStorage } from './certificates-storage.ts';

const kept = z.object({ directoryUrl: z.string(), url: z.string(), key: z.string() });

/**
 * One account for all orders, or each would count as a stranger's. Its URL is kept with its key: asked for by the key
 * alone, an authority may refuse (acme-client then sends an update that changes nothing).
 */
const objectName = 'account.json';

/** An authority needs seconds; each further look waits twice as long. */
const backoffMin = 1_000;

/** Signed in to the authority, with the account that is kept for it or a new one. */
export async function signInToAuthority(
  directoryUrl: string,
  storage: CertificatesStorage,
): Promise<acme.Client> {
  const text = await storage.read(objectName);
  const account = text === undefined ? undefined : kept.parse(JSON.parse(text));
  if (account?.directoryUrl === directoryUrl) {
    const { key: accountKey, url: accountUrl } = account;
    return new acme.Client({ directoryUrl, accountKey, accountUrl, backoffMin });
  }
  const accountKey = await acme.crypto.createPrivateEcdsaKey('P-256');
  const client = new acme.Client({ directoryUrl, accountKey, backoffMin });
  await client.createAccount({ termsOfServiceAgreed: true });
  const made = { directoryUrl, url: client.getAccountUrl(), key: accountKey.toString() };
  await storage.write(objectName, JSON.stringify(made));
  return client;
}
