import type { Logger } from 'pino';
import { type Certificate, isDue, isValid, readCertificate } from './certificate.ts';
import { writeCertificateFile } from './certificate-files.ts';
import type { CertificatesStorage } from './certificates-storage.ts';

export interface Keeping {
  readonly domain: string;
  readonly folder: string;
  readonly storage: CertificatesStorage;
  /** @returns key and chain as PEM */
  readonly order: () => Promise<string>;
  readonly log: Logger;
}

/**
 * One look: what is kept goes to nginx, and is renewed when it is time, or there is none. Whatever fails, nginx has what
 * it had before. @returns false when something failed
 */
export async function keepCertificate(keeping: Keeping, isAskedFor: boolean): Promise<boolean> {
  const { domain, folder, log } = keeping;
  let kept: Certificate | undefined;
  try {
    kept = await readKept(keeping);
    if (kept) await writeCertificateFile(folder, kept.pem);
    if (kept && !isAskedFor && !isDue(kept, new Date())) return true;
    const renewed = readCertificate(await keeping.order(), domain);
    await keeping.storage.write(nameOf(domain), renewed.pem);
    await writeCertificateFile(folder, renewed.pem);
    log.info({ domain, validTo: renewed.validTo, serial: renewed.serial }, 'Certificate renewed');
    return true;
  } catch (error) {
    log.error({ err: error, domain, validTo: kept?.validTo }, 'Certificate not renewed');
    return false;
  }
}

/** Undefined where there is none that could be served. */
async function readKept({ domain, storage, log }: Keeping): Promise<Certificate | undefined> {
  const pem = await storage.read(nameOf(domain));
  if (pem === undefined) return undefined;
  try {
    const kept = readCertificate(pem, domain);
    return isValid(kept, new Date()) ? kept : undefined;
  } catch (error) {
    log.warn({ err: error, domain }, 'The certificate in the bucket is of no use');
    return undefined;
  }
}

const nameOf = (domain: string): string => `${domain}.pem`;
