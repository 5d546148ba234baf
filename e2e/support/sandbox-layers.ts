/** What a running function says of its sandbox: it tries from inside to get out, by each way (lambda/src/sandbox). */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

interface LayerReport {
  readonly layer: string;
  /** Whether the try was refused. */
  readonly holds: boolean;
  readonly detail: string;
}

/** On this machine LAMBDA_ENDPOINT says where the function is, on AWS region and credentials do. */
export async function tryLayers(functionName: string): Promise<readonly LayerReport[]> {
  const { LAMBDA_ENDPOINT: endpoint, AWS_REGION: region = 'us-east-1' } = process.env;
  const client = new LambdaClient({ region, ...(endpoint && { endpoint }) });
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify({ report: 'sandbox-layers' }) }),
  );
  client.destroy();
  const answer = Buffer.from(Payload ?? []).toString();
  if (FunctionError !== undefined) throw new Error(`The function does not run its sandbox: ${answer}`);
  return JSON.parse(answer) as readonly LayerReport[];
}
