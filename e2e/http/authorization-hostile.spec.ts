import { bearer, type HttpRequest, send } from '@media-feed/testing/http';
import { type HostileText, hostileTexts, valuesOfWrongTypes } from '@media-feed/testing/hostile-values';
import { answerFaults } from '../support/open-api/answer-faults.ts';
import { type OpenApi, type Operation, readOpenApi } from '../support/open-api/document.ts';
import { type JsonSchema, schemaFaults } from '../support/open-api/json-schema.ts';
import { expect, test } from '../support/test.ts';
import { createWorld, type World } from '../support/world.ts';
import { type Difference, requestFor, validBody } from './authorization-requests.ts';
import { hostility } from './authorization-table.ts';

let openApi: OpenApi;
let world: World;
test.beforeAll(async ({ stack }) => {
  [openApi, world] = await Promise.all([readOpenApi(stack.apiUrl), createWorld(stack.apiUrl)]);
});

/** Where a request can put a value: `path` is dotted within a body. */
interface Place {
  operation: Operation;
  where: 'path' | 'query' | 'body';
  path: string;
  schema: JsonSchema;
}

test('every place of the OpenAPI document has its row, and every row its place', () => {
  expect([...hostility.keys()].sort()).toEqual([...placesOf(openApi).keys()].sort());
});

for (const [name, row] of hostility) {
  test(`hostile values in ${name}`, async ({ stack }) => {
    const place = placesOf(openApi).get(name);
    if (!place) throw new Error(`The OpenAPI document has no ${name}`);
    for (const [kind, difference] of attempts(place)) {
      const headers = bearer(world.owner.user.session.accessToken);
      const request = requestFor(place.operation, world.owner, { ...difference, headers });
      const answer = await send(stack.apiUrl, request);
      const what = `${kind}: ${describe(request)}`;
      expect.soft(answer.status, what).toBe(row[kind]);
      const exchange = { operation: place.operation, answer, said: describe(request) };
      const ownEmail = world.owner.user.session.user.email;
      expect.soft(answerFaults({ ...exchange, ownEmail }, openApi.definitions), what).toEqual([]);
    }
  });
}

function attempts(place: Place): [kind: string, Difference][] {
  const texts = Object.entries(hostileTexts) as [HostileText, string][];
  const { where, path } = place;
  if (where === 'path') {
    const cases = texts.map(([kind, text]) => [kind, { id: percentEncode(text) }] as [string, Difference]);
    return [...cases, ['type', { id: '12345' }]];
  }
  if (where === 'query') {
    const cases = texts.map(
      ([kind, text]) => [kind, { query: `${path}=${percentEncode(text)}` }] as [string, Difference],
    );
    return [...cases, ['type', { query: `${path}[]=1` }], ['type', { query: `${path}[$ne]=1` }]];
  }
  const wrong = valuesOfWrongTypes.filter((value) => schemaFaults(place.schema, value).length > 0);
  return [...texts, ...wrong.map((value) => ['type', value] as const)].map(([kind, value]) => [
    kind,
    { body: withValue(place, value) },
  ]);
}

function withValue({ operation, path }: Place, value: unknown): unknown {
  const body = structuredClone(validBody(operation, world.owner)) ?? {};
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], body);
  (parent as Record<string, unknown>)[last] = value;
  // Else every password would only be one that is not confirmed.
  if (operation.key === 'POST /authentication/sign-up' && path === 'password') body.confirmPassword = value;
  return body;
}

/** By the key of its row. */
function placesOf({ operations }: OpenApi): Map<string, Place> {
  const places = operations.flatMap((operation): Place[] => [
    ...operation.pathParameters.map(({ name, schema }) => ({
      operation,
      where: 'path' as const,
      path: name,
      schema,
    })),
    ...operation.queryParameters.map(({ name, schema }) => ({
      operation,
      where: 'query' as const,
      path: name,
      schema,
    })),
    ...(operation.body ? fieldsOf(operation.body, '') : []).map(([path, schema]) => ({
      operation,
      where: 'body' as const,
      path,
      schema,
    })),
  ]);
  return new Map(places.map((place) => [`${place.operation.key} ${place.path}`, place]));
}

function fieldsOf(schema: JsonSchema, path: string): [path: string, JsonSchema][] {
  const inner = schema.items ? [['0', schema.items] as const] : Object.entries(schema.properties ?? {});
  return inner.flatMap(([name, field]) => {
    const where = path === '' ? name : `${path}.${name}`;
    return [[where, field] as [string, JsonSchema], ...fieldsOf(field, where)];
  });
}

/** Also what `encodeURIComponent` refuses: a lone surrogate becomes the three bytes that a careless encoder writes. */
function percentEncode(text: string): string {
  return text
    .split(/([\ud800-\udfff])/u)
    .map((piece) => (/^[\ud800-\udfff]$/u.test(piece) ? '%ED%A0%80' : encodeURIComponent(piece)))
    .join('');
}

function describe({ method, path, body }: HttpRequest): string {
  return `${method} ${path} ${String(body)}`.slice(0, 1000);
}
