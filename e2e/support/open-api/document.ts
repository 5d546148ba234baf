/** The live OpenAPI document, as a list of operations. */
import type { Definitions, JsonSchema } from './json-schema.ts';

interface Parameter {
  name: string;
  required: boolean;
  schema: JsonSchema;
}

interface DocumentedAnswer {
  /** None for an answer without a body. */
  contentType?: string;
  schema?: JsonSchema;
}

export interface Operation {
  /** Method and path, such as `GET /media/{mediaId}`. */
  key: string;
  method: string;
  /** With `{name}` for each parameter. */
  path: string;
  pathParameters: Parameter[];
  queryParameters: Parameter[];
  body?: JsonSchema;
  /** By status. */
  answers: ReadonlyMap<number, DocumentedAnswer>;
  /** The one status below 300. */
  successStatus: number;
}

export interface OpenApi {
  operations: Operation[];
  definitions: Definitions;
}

/** What is read of the document as it comes. */
interface Source {
  paths: Record<string, Record<string, OperationSource>>;
  components: { schemas: Record<string, JsonSchema> };
}
type Content = Record<string, { schema: JsonSchema }>;
interface OperationSource {
  parameters?: { name: string; in: 'path' | 'query'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

export async function readOpenApi(apiUrl: string): Promise<OpenApi> {
  const response = await fetch(`${apiUrl}/docs-json`);
  const { paths, components } = (await response.json()) as Source;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(method.toUpperCase(), path, operation)),
  );
  return { operations, definitions: components.schemas };
}

function toOperation(method: string, path: string, source: OperationSource): Operation {
  const parameters = (place: 'path' | 'query') =>
    (source.parameters ?? [])
      .filter(({ in: where }) => where === place)
      .map(({ name, required = false, schema }) => ({ name, required, schema }));
  const answers = new Map(
    Object.entries(source.responses).map(([status, { content }]) => {
      const [first] = Object.entries(content ?? {});
      return [Number(status), first ? { contentType: first[0], schema: first[1].schema } : {}] as const;
    }),
  );
  const successes = [...answers.keys()].filter((status) => status < 300);
  const [successStatus] = successes;
  if (successStatus === undefined || successes.length > 1) {
    throw new Error(`${method} ${path} must document exactly one answer of success`);
  }
  const body = source.requestBody?.content['application/json']?.schema;
  return {
    key: `${method} ${path}`,
    method,
    path,
    pathParameters: parameters('path'),
    queryParameters: parameters('query'),
    ...(body && { body }),
    answers,
    successStatus,
  };
}

/** The path with each `{name}` replaced; values are put in as they are. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No value is given for ${name} in ${path}`);
    return value;
  });
}

/** Whether a path without parameters, such as `/media/mine`, falls under the template. */
export function matchesPath(template: string, path: string): boolean {
  const pattern = template.replace(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}
