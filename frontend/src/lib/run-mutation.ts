import type { MutationOptions, QueryClient } from '@tanstack/react-query';

/** A mutation outside of components, where there is no `useMutation`; the mutation cache sees it all the same. */
export function runMutation<Data, Variables>(
  queryClient: QueryClient,
  options: MutationOptions<Data, Error, Variables>,
  variables: Variables,
): Promise<Data> {
  return queryClient.getMutationCache().build(queryClient, options).execute(variables);
}
