/** The documents that make a bucket's configuration: how each is called, and what makes it one. */
import type { S3ErrorCode } from '../s3-error.ts';
import { children, malformed, text } from '../xml.ts';
import type { XmlContent } from '../xml.ts';
import type { DocumentKind } from './bucket-registry.ts';
import { readCorsRules } from './cors-document.ts';
import { readNotificationRules } from './notification-document.ts';

interface DocumentShape {
  /** The XML document's root. */
  readonly root: string;
  /** Throws what S3 answers to a document that it does not take. */
  readonly check: (content: XmlContent) => void;
  /** What S3 answers where there is none; undefined where none is an empty one. */
  readonly missing?: S3ErrorCode;
}

export const documents: Readonly<Record<DocumentKind, DocumentShape>> = {
  cors: {
    root: 'CORSConfiguration',
    check: (content) => {
      if (readCorsRules(content).length === 0) throw malformed();
    },
    missing: 'NoSuchCORSConfiguration',
  },
  lifecycle: {
    root: 'LifecycleConfiguration',
    check: checkLifecycle,
    missing: 'NoSuchLifecycleConfiguration',
  },
  notification: { root: 'NotificationConfiguration', check: readNotificationRules },
  publicAccessBlock: {
    root: 'PublicAccessBlockConfiguration',
    check: (content) => {
      const isFlags = Object.entries(content).every(
        ([name, value]) => publicAccessFlags.has(name) && (value === 'true' || value === 'false'),
      );
      if (!isFlags) throw malformed();
    },
    missing: 'NoSuchPublicAccessBlockConfiguration',
  },
};

const publicAccessFlags = new Set([
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
]);

const lifecycleActions = ['Expiration', 'AbortIncompleteMultipartUpload', 'NoncurrentVersionExpiration'];

/** Kept and given back; nothing expires here: the reconciler removes what is left over, lifecycle is its net on AWS. */
function checkLifecycle(content: XmlContent): void {
  const rules = children(content, 'Rule');
  const isLifecycle = rules.every((rule) => {
    const status = text(rule, 'Status');
    const hasScope = 'Filter' in rule || 'Prefix' in rule;
    return (
      (status === 'Enabled' || status === 'Disabled') &&
      hasScope &&
      lifecycleActions.some((action) => action in rule)
    );
  });
  if (rules.length === 0 || !isLifecycle) throw malformed();
}
