import type { DocumentKind } from '../bucket-configuration/bucket-registry.ts';
import { documents } from '../bucket-configuration/documents.ts';
import { readNotificationRules } from '../bucket-configuration/notification-document.ts';
import { readBody } from '../incoming-body.ts';
import { S3Error } from '../s3-error.ts';
import { elements, parseXml, resultXml } from '../xml.ts';
import type { Call, Operation, S3Response } from './call.ts';
import { invalidArgument } from './parameters.ts';

const maxBodyBytes = 64 * 1024;

export function putConfiguration(kind: DocumentKind): Operation {
  const { root, check } = documents[kind];
  return async ({ request, seal, bucket, buckets, mayInvoke }: Call): Promise<S3Response> => {
    const content = elements(parseXml(await readBody(request, seal, maxBodyBytes), root));
    check(content);
    if (kind === 'notification') {
      const unreachable = readNotificationRules(content).some((rule) => !mayInvoke(rule.functionArn, bucket));
      if (unreachable) {
        const message = 'Unable to validate the following destination configurations';
        throw invalidArgument('CloudFunction', message);
      }
    }
    await buckets.configure(bucket, kind, content);
    return { status: 200 };
  };
}

export function getConfiguration(kind: DocumentKind): Operation {
  const { root, missing } = documents[kind];
  return ({ bucket, buckets }) => {
    const document = buckets.find(bucket)?.documents[kind];
    if (document === undefined && missing !== undefined) {
      throw new S3Error(missing, 'The configuration does not exist', { BucketName: bucket });
    }
    return { status: 200, body: resultXml(root, document ?? {}) };
  };
}

export function deleteConfiguration(kind: DocumentKind): Operation {
  return async ({ bucket, buckets }) => {
    await buckets.configure(bucket, kind, undefined);
    return { status: 204 };
  };
}
