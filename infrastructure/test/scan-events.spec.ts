/** With the malware scan on, its results reach the Lambda and the API in the shapes that these read. */
import { describe, expect, it } from '@jest/globals';
import { parseFailureMessage } from '../../backend/src/processing/failure-message.ts';
import { parseRecord } from '../../lambda/src/s3-event.ts';
import { find } from '../src/resolve.ts';
import { readTemplates } from '../src/stacks.ts';
import { textOf, type Value } from '../src/template.ts';
import { at, worldOf } from './rules/rule.ts';

const { standard } = worldOf(await readTemplates());
const bucket = 'media-feed-uploads-123456789012-eu-central-1';
const mediaId = '0192f0c1-0000-7000-8000-000000000001';
const userId = '0192f0c1-0000-7000-8000-000000000002';

/** As GuardDuty's guide shows it, «Monitoring S3 object scans with EventBridge». */
const result = (status: string): Value => ({
  time: '2026-11-25T02:00:00Z',
  detail: {
    s3ObjectDetails: {
      bucketName: bucket,
      objectKey: `uploads/${userId}/${mediaId}`,
      eTag: '0123456789abcdef0123456789abcdef',
    },
    scanResultDetails: { scanResultStatus: status },
  },
});

/** EventBridge's input transformer: each <name> becomes the JSON of what lies at its path. */
function transform(rule: string, event: Value): string {
  const transformer = at(find(standard, rule).Properties, 'Targets.0.InputTransformer');
  const paths = at(transformer, 'InputPathsMap') as Record<string, string>;
  return textOf(at(transformer, 'InputTemplate')).replaceAll(/<(\w+)>/g, (_whole, name: string) =>
    JSON.stringify(at(event, (paths[name] ?? '').slice('$.'.length))),
  );
}

describe('a scan', () => {
  it('that found nothing starts the Lambda as the upload would have', () => {
    const { Records } = JSON.parse(transform('ScanPassed', result('NO_THREATS_FOUND'))) as {
      Records: unknown[];
    };
    expect(parseRecord(Records[0], bucket)).toMatchObject({
      mediaId,
      userId,
      etag: '0123456789abcdef0123456789abcdef',
    });
  });

  it.each(['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'])('of %s ends the upload', (status) => {
    const results = parseFailureMessage(transform('ScanRejected', result(status)));
    expect(results).toEqual([
      expect.objectContaining({ mediaId, userId, outcome: 'REJECTED', reason: 'INTERNAL' }),
    ]);
  });
});
