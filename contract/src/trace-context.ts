/**
 * How one upload is followed through all programs (W3C Trace Context). S3's events carry no context, so that an
 * upload's trace id is its media id, which every program knows: 128 bits, as a trace id has.
 */

export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
}

/** The name of the message attribute, and of the HTTP header. */
export const TRACEPARENT = 'traceparent';

export const traceIdOfUpload = (mediaId: string): string => mediaId.replaceAll('-', '').toLowerCase();

/** Version 00, sampled. */
export const buildTraceparent = ({ traceId, spanId }: TraceContext): string => `00-${traceId}-${spanId}-01`;

/** Undefined for what is not valid: then there is no parent, and nothing fails. */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  const [, traceId = '', spanId = ''] =
    /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(text ?? '') ?? [];
  return /[1-9a-f]/.test(traceId) && /[1-9a-f]/.test(spanId) ? { traceId, spanId } : undefined;
}
