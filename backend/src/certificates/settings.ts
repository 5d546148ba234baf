import * as z from 'zod';
import { camelCased } from '../config/camel-case.ts';
import { type Environment, httpUrl, logLevels, parse, seconds } from '../config/config.ts';

const schema = z.object({
  ENVIRONMENT: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** The name by which CloudFront calls the edge, and which the certificate is for. */
  ORIGIN_DOMAIN_NAME: z.string().regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/),
  /** Route 53's id of the zone that the name is in. */
  HOSTED_ZONE_ID: z.string().regex(/^[A-Z0-9]{1,32}$/),
  /** Private: keys are in it. */
  CERTIFICATES_BUCKET: z.string().min(1),
  /** Where nginx finds them. */
  CERTIFICATE_DIR: z.string().default('/etc/media-feed/tls'),
  /** The directory of the certificate authority (RFC 8555, section 7.1.1). */
  ACME_DIRECTORY_URL: httpUrl.default('https://acme-v02.api.letsencrypt.org/directory'),
  /** From one look at the certificate to the next; after a failure a quarter of an hour, if that is less. */
  CERTIFICATE_CHECK_SECONDS: seconds.default(12 * 60 * 60),
  AWS_REGION: z.string().min(1),
  /** Set for emulators. */
  STORAGE_ENDPOINT: httpUrl.optional(),
  DNS_ENDPOINT: httpUrl.optional(),
});

/** Throws `ConfigError`. */
export const parseCertificateSettings = (env: Environment) => camelCased(parse(schema, env));
