/** Outputs under the names that other stacks' parameters have. */
export function parametersFrom<Output>(outputs: Readonly<Record<string, Output>>): Record<string, Output> {
  const { WebOrigin } = outputs;
  return { ...outputs, ...(WebOrigin !== undefined && { WebOrigins: WebOrigin }) };
}
