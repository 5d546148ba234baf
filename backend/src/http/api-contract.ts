import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { ProblemCode } from '@media-feed/contract';
import * as z from 'zod';
import { problemKinds } from './problem.ts';

type Schema = z.core.$ZodType;
type JsonSchema = Exclude<
  Parameters<typeof ApiBody>[0]['schema' & keyof Parameters<typeof ApiBody>[0]],
  undefined
>;

export interface RouteContract {
  /** One line for people: what the call does. */
  readonly summary: string;
  readonly body?: Schema;
  readonly query?: Schema;
  /** The JSON answer; none for 204. */
  readonly response?: Schema;
  /** What is answered when all went well. */
  readonly status: number;
  /** Another type than JSON, such as `text/event-stream`. */
  readonly contentType?: string;
  /** Answers 304 to who has it already (`If-None-Match`). */
  readonly notModified?: boolean;
  /** Why the call may be refused, beside what every call may answer. */
  readonly problems?: readonly ProblemCode[];
}

export const ROUTE_CONTRACT = 'docs:route-contract';

/** Every call may be answered with these, by the HTTP server where not by the route. */
const commonProblems: readonly ProblemCode[] = [
  'validation',
  'malformed-request',
  'unauthenticated',
  'request-timeout',
  'body-too-large',
  'uri-too-long',
  'unsupported-content-type',
  'headers-too-large',
  'internal',
  'unavailable',
];

/**
 * States what a route takes and gives: sets its status, writes it into the OpenAPI document, and refuses a
 * query or a body where none is stated (`StrictRequestGuard`). Validation of what is stated stays with the
 * `zodPipe` on the parameter.
 */
export function ApiContract(contract: RouteContract): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(ROUTE_CONTRACT, contract),
    HttpCode(contract.status),
    ApiOperation({ summary: contract.summary }),
    ApiResponse({ status: contract.status, description: 'Done.', ...responseContent(contract) }),
    ...(contract.notModified
      ? [ApiResponse({ status: 304, description: 'Unchanged since the answer with that ETag.' })]
      : []),
    ...problemResponses([...commonProblems, ...(contract.problems ?? [])]),
    ...(contract.body ? [ApiBody({ required: true, schema: toJsonSchema(contract.body, 'input') })] : []),
    ...(contract.query ? queryParameters(contract.query) : []),
  );
}

function responseContent({ response, contentType }: RouteContract) {
  if (contentType !== undefined) return { content: { [contentType]: { schema: { type: 'string' } } } };
  return response ? { content: { 'application/json': { schema: toJsonSchema(response, 'output') } } } : {};
}

/** One entry a status: several codes may share it. */
function problemResponses(codes: readonly ProblemCode[]): MethodDecorator[] {
  const byStatus = Map.groupBy(new Set(codes), (code) => problemKinds[code].status);
  return [...byStatus].map(([status, sharing]) =>
    ApiResponse({
      status,
      description: sharing.map((code) => `\`${code}\`: ${problemKinds[code].detail}`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    }),
  );
}

function queryParameters(schema: Schema): MethodDecorator[] {
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) =>
    ApiQuery({ name, required: required.includes(name), schema: property }),
  );
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is. */
export function toJsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // What zod adds to every integer says nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return json as JsonSchema;
}
