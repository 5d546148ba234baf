/** A certificate with its key, as nginx reads them from one file: changed as one, they can never be two halves. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

export interface Certificate {
  /** The key, then the chain, the leaf first; PEM. */
  readonly pem: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** In hexadecimal. */
  readonly serial: string;
}

/** A third before its end, as Let's Encrypt recommends: thirty of ninety days, two of six. */
const renewedAtShare = 2 / 3;

/** @throws {Error} that says why, when it is none for this name, or its key is another's. */
export function readCertificate(pem: string, domain: string): Certificate {
  const leaf = new X509Certificate(pem);
  if (leaf.checkHost(domain) === undefined) throw new Error(`The certificate is not for ${domain}.`);
  if (!leaf.checkPrivateKey(createPrivateKey(pem))) throw new Error('The certificate has another key.');
  return { pem, validFrom: leaf.validFromDate, validTo: leaf.validToDate, serial: leaf.serialNumber };
}

export const isValid = ({ validFrom, validTo }: Certificate, now: Date): boolean =>
  validFrom <= now && now < validTo;

/** Whether it is time for the next one. */
export function isDue({ validFrom, validTo }: Certificate, now: Date): boolean {
  const lifetime = validTo.getTime() - validFrom.getTime();
  return now.getTime() >= validFrom.getTime() + lifetime * renewedAtShare;
}
