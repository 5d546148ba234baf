/**
 * Runs a CloudFront Function as it stands in its template, in a world that has what CloudFront's runtime has: no
 * process, no timers, no network, no eval (CloudFront Developer Guide, «JavaScript runtime 2.0 features»).
 */
import { createContext, Script } from 'node:vm';

export interface ViewerRequest {
  uri: string;
  method?: string;
  headers?: Record<string, { value: string }>;
  querystring?: Record<string, { value: string }>;
}
export interface Routed {
  readonly request: ViewerRequest;
  /** The origin that it chose; none: the behaviour's own. */
  readonly origin: string | undefined;
}

const imported = "import cf from 'cloudfront';\n";

/** @param code the function's text, whose one import is CloudFront's own module, in its first line */
export function loadFunction(code: string): (request: ViewerRequest) => Routed {
  let origin: string | undefined;
  const cf = { selectRequestOriginById: (id: string) => (origin = id) };
  const world = createContext(code.startsWith(imported) ? { cf } : {}, {
    codeGeneration: { strings: false, wasm: false },
  });
  new Script(code.replace(imported, '')).runInContext(world);
  return (request) => {
    origin = undefined;
    Object.assign(world, {
      given: JSON.stringify({ request: { method: 'GET', headers: {}, querystring: {}, ...request } }),
    });
    const answered = new Script('JSON.stringify(handler(JSON.parse(given)))').runInContext(world) as string;
    return { request: JSON.parse(answered) as ViewerRequest, origin };
  };
}
