/** jsdom, with Node's classes for what browsers have that it lacks, or has in a way that Node's do not know. */
import { TestEnvironment } from 'jest-environment-jsdom';

const names = [
  'AbortController',
  'AbortSignal',
  'BroadcastChannel',
  'fetch',
  'Headers',
  'ReadableStream',
  'Request',
  'Response',
  'structuredClone',
  'TextDecoder',
  'TextDecoderStream',
  'TextEncoder',
  'TransformStream',
  'WritableStream',
];

export default class JsdomEnvironment extends TestEnvironment {
  constructor(...options) {
    super(...options);
    for (const name of names) this.global[name] = globalThis[name];
    takeSignals(this.global.EventTarget.prototype);
  }
}

/** Node's `Request` takes Node's signals only, and jsdom's listeners its own only: these take Node's. */
function takeSignals(eventTarget) {
  const { addEventListener } = eventTarget;
  eventTarget.addEventListener = function (type, listener, options) {
    const { signal, ...rest } =
      typeof options === 'object' && options !== null ? options : { capture: options };
    if (signal?.aborted) return;
    addEventListener.call(this, type, listener, rest);
    signal?.addEventListener('abort', () => {
      this.removeEventListener(type, listener, rest);
    });
  };
}
