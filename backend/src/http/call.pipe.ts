import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { type Call, pathParameters, uuid } from '@media-feed/contract';
import { parseOrThrow } from './parse-or-throw.ts';

/** Hands on what the call's schemas make of a body, a query and the parameters of a path. */
export class CallPipe implements PipeTransform {
  constructor(private readonly call: Pick<Call, 'body' | 'query'>) {}

  /** Throws `ValidationError`. */
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type === 'param') return parseOrThrow(pathParameters[data ?? ''] ?? uuid, value, data);
    const schema = type === 'body' ? this.call.body : type === 'query' ? this.call.query : undefined;
    return schema ? parseOrThrow(schema, value) : value;
  }
}
