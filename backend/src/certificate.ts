/**
 * `node dist/certificate.js`: keeps the edge's certificate valid, as long as it runs. SIGHUP renews it at once; SIGTERM
 * ends it, an order under way included.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { CertificatesStorage } from './certificates/certificates-storage.ts';
import { ChallengeDns } from './certificates/challenge-dns.ts';
import { keepCertificate } from './certificates/keep-certificate.ts';
import { orderCertificate } from './certificates/order-certificate.ts';
import { parseCertificateSettings } from './certificates/settings.ts';
import { readEnvironmentOrExit } from './config/config.ts';
import { createProgramLogger } from './logging/logger.ts';

const settings = readEnvironmentOrExit(parseCertificateSettings);
const log = createProgramLogger('certificate', settings);
const { originDomainName: domain, awsRegion: region } = settings;
const storage = new CertificatesStorage({
  bucket: settings.certificatesBucket,
  region,
  endpoint: settings.storageEndpoint,
});
const dns = new ChallengeDns({ hostedZoneId: settings.hostedZoneId, region, endpoint: settings.dnsEndpoint });
const order = () => orderCertificate({ domain, directoryUrl: settings.acmeDirectoryUrl, storage, dns });

/** Let's Encrypt forgives five failures an hour for a name («Rate Limits»). */
const pauseAfterFailureSeconds = 15 * 60;

let isAskedFor = false;
let asked = new AbortController();
process.on('SIGHUP', () => {
  isAskedFor = true;
  asked.abort();
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));

for (;;) {
  asked = new AbortController();
  const isForced = isAskedFor;
  isAskedFor = false;
  const isWell = await keepCertificate(
    { domain, folder: settings.certificateDir, storage, order, log },
    isForced,
  );
  const pauseSeconds = isWell
    ? settings.certificateCheckSeconds
    : Math.min(settings.certificateCheckSeconds, pauseAfterFailureSeconds);
  await wait(pauseSeconds * 1000, undefined, { signal: asked.signal }).catch(() => undefined);
}
