/** Settings of the emulator, read from the environment once. Names are LocalStack's and AWS's own where they have one. */
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { number, numbers, parseSettings } from '../setting-fields.ts';

const text = (byDefault: string) => z._default(z.string().check(z.minLength(1)), byDefault);
const folder = (byDefault: string) =>
  z.pipe(
    text(byDefault),
    z.transform((path: string) => resolve(path)),
  );

const settingsSchema = z.object({
  /** Address and port to listen on; port 0 takes a free one. */
  GATEWAY_LISTEN: z.pipe(
    z._default(z.string().check(z.regex(/^[^:\s]+:\d{1,5}$/)), '127.0.0.1:4566'),
    z.transform((address: string) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    }),
  ),
  /** Everything that is kept. */
  LOCALSTACK_DATA_DIR: folder('.data/localstack'),
  /** Its folder ready.d holds the scripts that run once everything answers. */
  LOCALSTACK_INIT_DIR: folder('/etc/localstack/init'),
  AWS_REGION: text('us-east-1'),
  /** The one pair of keys that storage takes. */
  AWS_ACCESS_KEY_ID: text('test'),
  AWS_SECRET_ACCESS_KEY: text('test'),
  /** Its objects may be read by anybody, as LocalStack's may: an nginx that emulates CloudFront cannot sign. */
  ANONYMOUS_READ_BUCKET: text('media-feed-media'),
  /** Invocations of one function at once. */
  LAMBDA_CONCURRENCY: number(2),
  /** Pauses before the second and third attempt of a failed event; AWS waits 60 and 120. */
  LAMBDA_RETRY_SECONDS: numbers('2,5'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** @throws {Error} naming every bad variable, never its value. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  return parseSettings(settingsSchema, environment, 'localstack/README.md');
}
