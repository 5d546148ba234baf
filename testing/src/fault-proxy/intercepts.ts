/** What goes wrong with a call, to be put together: `proxy.intercept = only(isCall('PutObject'), loseAnswer)`. */
import type { HttpFaultProxy, Intercept, ProxiedAnswer, ProxiedCall } from './http.ts';

type Condition = (call: ProxiedCall) => boolean;

export const isCall =
  (...operations: readonly string[]): Condition =>
  ({ operation }) =>
    operations.includes(operation);

export const isMethod =
  (method: string, pathPart = ''): Condition =>
  (call) =>
    call.method === method && call.path.includes(pathPart);

/** Calls that are not meant pass. */
export const only =
  (isMeant: Condition, intercept: Intercept): Intercept =>
  (call, proceed) =>
    isMeant(call) ? intercept(call, proceed) : proceed();

export const answerWith =
  (answer: ProxiedAnswer): Intercept =>
  () =>
    Promise.resolve(answer);

/** The connection breaks before the call is made. */
export const cut: Intercept = () => Promise.resolve('cut');

/** The call is made, and the connection breaks before its answer arrives. */
export const loseAnswer: Intercept = async (_, proceed) => {
  await proceed();
  return 'cut';
};

/** No answer ever comes. */
export const stall: Intercept = () => new Promise(() => undefined);

/** Does something before the next call that is meant, which then passes as all later ones do. */
export function beforeNext(proxy: HttpFaultProxy, isMeant: Condition, act: () => Promise<unknown>): void {
  proxy.intercept = only(isMeant, async (_, proceed) => {
    proxy.intercept = undefined;
    await act();
    return proceed();
  });
}
