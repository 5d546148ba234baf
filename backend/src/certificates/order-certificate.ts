import acme from 'acme-client';
import { signInToAuthority } from './authority-account.ts';
import type { CertificatesStorage } from './certificates-storage.ts';
import type { ChallengeDns } from './challenge-dns.ts';

interface OrderOptions {
  readonly domain: string;
  readonly directoryUrl: string;
  readonly storage: CertificatesStorage;
  readonly dns: ChallengeDns;
}

/** Orders a certificate with a new key from the authority, by DNS (RFC 8555). @returns key and chain as PEM */
export async function orderCertificate({
  domain,
  directoryUrl,
  storage,
  dns,
}: OrderOptions): Promise<string> {
  const client = await signInToAuthority(directoryUrl, storage);
  const key = await acme.crypto.createPrivateEcdsaKey('P-256');
  const [, csr] = await acme.crypto.createCsr({ commonName: domain, altNames: [domain] }, key);
  const chain = await client.auto({
    csr,
    challengePriority: ['dns-01'],
    // Asked by the authority itself; from here another resolver would answer.
    skipChallengeVerification: true,
    challengeCreateFn: (_authorization, _challenge, value) => dns.publish(domain, value),
    challengeRemoveFn: (_authorization, _challenge, value) => dns.remove(domain, value),
  });
  return `${key.toString().trim()}\n${chain.trim()}\n`;
}
