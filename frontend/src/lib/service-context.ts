import { createContext, use, type Context } from 'react';

/**
 * The context of one of the page's services, and the hook that reads it. There is no default: whoever renders a
 * part alone gives it a copy of its own.
 */
export function createServiceContext<T>(name: string): readonly [Context<T | null>, () => T] {
  const ServiceContext = createContext<T | null>(null);
  const useService = (): T => {
    const service = use(ServiceContext);
    if (service === null) throw new Error(`No ${name} is provided around this component`);
    return service;
  };
  return [ServiceContext, useService];
}
