import { accountId } from '../account.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: {
    readonly StringEquals?: Readonly<Record<string, string>>;
    readonly ArnLike?: Readonly<Record<string, string>>;
  };
}

interface EventInvokeConfig {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onFailureArn?: string;
  /** Seconds since the epoch. */
  readonly lastModified: number;
}

/** A function as it is kept. */
export interface FunctionRecord {
  readonly name: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  /** SHA-256 of the zip in Base64. */
  readonly codeSha256: string;
  readonly codeBytes: number;
  readonly lastModified: string;
  readonly policy: readonly PolicyStatement[];
  readonly eventInvoke?: EventInvokeConfig;
}

export function functionArn(region: string, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function describeFunction(record: FunctionRecord, region: string) {
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(region, record.name),
    Runtime: record.runtime,
    Role: record.role,
    Handler: record.handler,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMiB,
    Environment: { Variables: record.environment },
    Architectures: record.architectures,
    CodeSha256: record.codeSha256,
    CodeSize: record.codeBytes,
    LastModified: record.lastModified.replace('Z', '+0000'),
    PackageType: 'Zip',
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}

export function describeEventInvoke({ eventInvoke, name }: FunctionRecord, region: string) {
  if (eventInvoke === undefined) return undefined;
  const { maximumRetryAttempts, maximumEventAgeSeconds, onFailureArn, lastModified } = eventInvoke;
  return {
    FunctionArn: `${functionArn(region, name)}:$LATEST`,
    MaximumRetryAttempts: maximumRetryAttempts,
    MaximumEventAgeInSeconds: maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: {},
      OnFailure: onFailureArn === undefined ? {} : { Destination: onFailureArn },
    },
    LastModified: lastModified,
  };
}
