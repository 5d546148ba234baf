import type { Readable } from 'node:stream';
import {
  applyDecorators,
  HttpCode,
  RequestMapping,
  RequestMethod,
  SetMetadata,
  UsePipes,
} from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import {
  type Call,
  callDescriptions,
  type CallName,
  calls,
  commonProblems,
  pathParameters,
  type ProblemCode,
  uuid,
} from '@media-feed/contract';
import * as z from 'zod';
import { CallPipe } from './call.pipe.ts';
import { type JsonSchema, type Schema, toJsonSchema } from './json-schema.ts';
import { problemKinds } from './problem.ts';

export const SERVED_CALL = 'http:served-call';

type Row<Name extends CallName> = (typeof calls)[Name];
type Output<S> = S extends Schema ? z.output<S> : never;

/** What the pipe makes of the call's body and query. */
type Taken<Name extends CallName> =
  | (Row<Name> extends { body: infer Body } ? Output<Body> : never)
  | (Row<Name> extends { query: infer Query } ? Output<Query> : never);

/** What a method without an answer gives back. */
type Nothing = Awaited<Promise<void>>;

type Answer<Name extends CallName> =
  Row<Name> extends { answer: infer Schema }
    ? Output<Schema>
    : Row<Name> extends { contentType: string }
      ? string | Readable
      : Nothing;

type Handler = (...parameters: never[]) => unknown;

/** Nothing where the method keeps to the call, else what is wrong with it. */
type Objection<Name extends CallName, Method extends Handler, Expected> = [Taken<Name>] extends [
  Parameters<Method>[number],
]
  ? [Awaited<ReturnType<Method>>] extends [Expected]
    ? [Row<Name>, Expected] extends [{ answer: Schema }, Awaited<ReturnType<Method>>]
      ? unknown
      : [Row<Name>] extends [{ answer: Schema }]
        ? { 'the method gives back more than this call answers': Name }
        : unknown
    : { 'the method gives back something else than this call answers': Name }
  : { 'the method takes no such body or query as this call has': Name };

type Decorator<Name extends CallName, Expected> = <Method extends Handler>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Method> & Objection<Name, Method, Expected>,
) => void;

/**
 * Makes a method the handler of a call of the contract. The call's row gives it method, path and status, what is
 * validated ({@link CallPipe}: `@Body()`, `@Query()` and `@Param('mediaId')` receive what the schemas make of them)
 * and refused (`StrictRequestGuard`), and its part of the OpenAPI document. A method that takes another body or
 * query than the call has, or gives back anything but its answer, does not compile.
 */
export function Serves<Name extends CallName>(name: Name): Decorator<Name, Answer<Name>> {
  return decoratorOf([name]);
}

/**
 * The same for a method that writes its answer to the reply itself, which only tests can check then, and for calls
 * that are one route with several answers.
 */
export function ServesByReply<Name extends CallName>(...names: [Name, ...Name[]]) {
  return decoratorOf(names) as Decorator<Name, Nothing>;
}

function decoratorOf(names: readonly CallName[]): MethodDecorator {
  const rows: readonly Call[] = names.map((name) => calls[name]);
  const [row, ...others] = rows;
  if (!row) throw new Error('A method serves one call at least');
  const { method, path, status, repeatStatus, body, query } = row;
  const isSameRoute = (other: Call) =>
    other.method === method &&
    other.path === path &&
    other.status === status &&
    other.body === body &&
    other.query === query;
  if (!others.every(isSameRoute)) throw new Error(`${names.join(' and ')} are not one route`);
  const descriptions = names.map((name) => callDescriptions[name]);
  return applyDecorators(
    SetMetadata(SERVED_CALL, row),
    RequestMapping({ method: RequestMethod[method], path }),
    HttpCode(status),
    UsePipes(new CallPipe(row)),
    ApiOperation({
      operationId: names.join('-'),
      summary: descriptions.map(({ summary }) => summary).join('; '),
    }),
    ...parametersOf(path),
    ...(query ? queryParameters(query) : []),
    ...(body ? [ApiBody({ required: true, schema: toJsonSchema(body, 'input') })] : []),
    ApiResponse({ status, description: 'Done.', ...contentOf(rows) }),
    ...(repeatStatus === undefined
      ? []
      : [ApiResponse({ status: repeatStatus, description: 'Was done before.', ...contentOf(rows) })]),
    ...(descriptions.some(({ notModified }) => notModified)
      ? [ApiResponse({ status: 304, description: 'Unchanged since the answer with that ETag.' })]
      : []),
    ...problemResponses([...commonProblems, ...descriptions.flatMap(({ problems = [] }) => problems)]),
  );
}

function contentOf(rows: readonly Call[]) {
  const contentType = rows[0]?.contentType;
  if (contentType !== undefined) return { content: { [contentType]: { schema: { type: 'string' } } } };
  const [answer, ...others] = rows.flatMap((row) => (row.answer ? [row.answer] : []));
  if (!answer) return {};
  const schema = others.length > 0 ? z.union([answer, ...others]) : answer;
  return { content: { 'application/json': { schema: toJsonSchema(schema, 'output') } } };
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

const parametersOf = (path: string): MethodDecorator[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) =>
    ApiParam({ name, schema: toJsonSchema(pathParameters[name] ?? uuid, 'input') }),
  );

function queryParameters(schema: Schema): MethodDecorator[] {
  const { properties = {}, required = [] } = toJsonSchema(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) =>
    ApiQuery({ name, required: required.includes(name), schema: property }),
  );
}
