import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

const maxKeyBytes = 1024;

/** One request in path style (`/bucket/key`), its target decoded but never normalised: `a/../b` is a key like any other. */
export interface S3Request {
  readonly id: string;
  readonly method: string;
  /** Decoded, with the leading slash. */
  readonly path: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly incoming: IncomingMessage;
  /** Asks a client that waits for `100 Continue` to send its body. */
  readonly invite: () => void;
}

/** Throws InvalidURI and KeyTooLongError. */
export function parseRequest(incoming: IncomingMessage, id: string, invite: () => void): S3Request {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const path = decode(mark < 0 ? target : target.slice(0, mark));
  if (!path.startsWith('/')) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  const slash = path.indexOf('/', 1);
  const bucket = path.slice(1, slash < 0 ? undefined : slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', { MaxSizeAllowed: String(maxKeyBytes) });
  }
  return {
    id,
    method: incoming.method ?? 'GET',
    path,
    bucket: bucket === '' ? undefined : bucket,
    key: key === '' ? undefined : key,
    query: mark < 0 ? [] : parseQuery(target.slice(mark + 1)),
    incoming,
    invite,
  };
}

export function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}

export function queryValue(request: S3Request, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate === name)?.[1];
}

/** A header as it came; several of one name are joined, as the signature wants them. */
export function sentHeader(request: S3Request, name: string): string | undefined {
  return request.incoming.headersDistinct[name]?.join(',');
}

/** A header, or for `x-amz-*` what a presigned URL carries in its query instead: S3 takes both alike. */
export function header(request: S3Request, name: string): string | undefined {
  const sent = sentHeader(request, name);
  if (sent !== undefined || !name.startsWith('x-amz-')) return sent;
  return request.query.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** Lower-case names of all headers, those in the query included. */
export function headerNames(request: S3Request): string[] {
  const hoisted = request.query
    .map(([name]) => name.toLowerCase())
    .filter((name) => name.startsWith('x-amz-'));
  return [...new Set([...Object.keys(request.incoming.headersDistinct), ...hoisted])];
}

function parseQuery(raw: string): [string, string][] {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  }
}
