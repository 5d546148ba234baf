/** What the function wrote to CloudWatch Logs, by FilterLogEvents. */

export interface FunctionEvent {
  readonly eventId?: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** Oldest first. `environment` is the API's; `startTime` in milliseconds since the epoch. */
export async function readFunctionEvents(
  environment: Record<string, string>,
  startTime = 0,
): Promise<FunctionEvent[]> {
  const {
    QUEUE_ENDPOINT: endpoint = '',
    AWS_REGION: region = '',
    FUNCTION_NAME = 'media-processing',
  } = environment;
  const events: FunctionEvent[] = [];
  for (let nextToken: string | undefined; ;) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.FilterLogEvents',
        // LocalStack distinguishes services by this, and checks no signature.
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/logs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify({ logGroupName: `/aws/lambda/${FUNCTION_NAME}`, startTime, nextToken }),
    });
    const answer = (await response.json()) as {
      events?: FunctionEvent[];
      nextToken?: string;
      __type?: string;
    };
    // No log group: the function has not run yet.
    if (answer.__type?.includes('ResourceNotFoundException')) return [];
    if (!response.ok) throw new Error(`CloudWatch Logs answered ${String(response.status)}.`);
    events.push(...(answer.events ?? []));
    nextToken = answer.nextToken;
    if (!nextToken) return events.sort((one, other) => one.timestamp - other.timestamp);
  }
}
