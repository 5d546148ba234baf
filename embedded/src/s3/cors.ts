import { S3Error } from './s3-error.ts';
import { sentHeader } from './s3-request.ts';
import type { S3Request } from './s3-request.ts';

/** One rule of a bucket's CORS configuration; the first that fits a request decides. */
export interface CorsRule {
  /** Exact origins, or patterns with one `*`. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly maxAgeSeconds?: number;
}

const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** The answer's headers to a preflight. Throws AccessForbidden. */
export function preflight(request: S3Request, rules: readonly CorsRule[]): Record<string, string> {
  const origin = sentHeader(request, 'origin');
  const method = sentHeader(request, 'access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error('InvalidRequest', 'Insufficient information. Origin request header needed.');
  }
  const requested = (sentHeader(request, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find(
    (candidate) =>
      fits(candidate, origin, method) &&
      requested.every((name) => matchesAny(candidate.allowedHeaders ?? [], name)),
  );
  if (rule === undefined) throw forbidden(rules);
  return {
    ...corsHeaders(rule, origin),
    ...(requested.length === 0 ? {} : { 'access-control-allow-headers': requested.join(', ') }),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  };
}

/** Headers for the actual answer, errors included: the page must be able to read why it was refused. */
export function responseHeaders(request: S3Request, rules: readonly CorsRule[]): Record<string, string> {
  const origin = sentHeader(request, 'origin');
  const rule = rules.find((candidate) => origin !== undefined && fits(candidate, origin, request.method));
  if (rule === undefined || origin === undefined) return rules.length === 0 ? {} : { vary };
  return corsHeaders(rule, origin);
}

function corsHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders === undefined
      ? {}
      : { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    vary,
  };
}

function fits(rule: CorsRule, origin: string, method: string): boolean {
  return rule.allowedMethods.includes(method) && matchesAny(rule.allowedOrigins, origin);
}

function matchesAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => {
    const [head = '', tail] = pattern.toLowerCase().split('*');
    const text = value.toLowerCase();
    if (tail === undefined) return text === head;
    return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  });
}

function forbidden(rules: readonly CorsRule[]): S3Error {
  const message =
    rules.length === 0
      ? 'CORSResponse: CORS is not enabled for this bucket.'
      : 'CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource’s CORS spec.';
  return new S3Error('AccessForbidden', message);
}
