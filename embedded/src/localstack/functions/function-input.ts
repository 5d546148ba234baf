/** The parameters of Lambda's calls, validated. */
import * as z from 'zod/mini';
import { AwsError } from '../aws-error.ts';
import type { JsonObject } from '../protocols.ts';

const configuration = {
  Role: z.optional(z.string().check(z.regex(/^arn:aws:iam::\d{12}:role\/\S+$/))),
  Handler: z.optional(z.string().check(z.regex(/^[\w/-]+\.\w+$/))),
  Runtime: z.optional(z.enum(['nodejs24.x'])),
  Description: z.optional(z.string().check(z.maxLength(256))),
  Timeout: z.optional(z.int().check(z.gte(1), z.lte(900))),
  MemorySize: z.optional(z.int().check(z.gte(128), z.lte(10_240))),
  Environment: z.optional(z.object({ Variables: z.optional(z.record(z.string(), z.string())) })),
};
const zipFile = z.string().check(z.minLength(1));

export const updateInput = z.strictObject({ FunctionName: z.optional(z.string()), ...configuration });

export const createInput = z.strictObject({
  ...configuration,
  FunctionName: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  Role: z.string().check(z.regex(/^arn:aws:iam::\d{12}:role\/\S+$/)),
  Handler: z.string().check(z.regex(/^[\w/-]+\.\w+$/)),
  Runtime: z.enum(['nodejs24.x']),
  PackageType: z.optional(z.literal('Zip')),
  Architectures: z.optional(z.array(z.enum(['x86_64', 'arm64'])).check(z.length(1))),
  Publish: z.optional(z.literal(false)),
  Code: z.strictObject({ ZipFile: zipFile }),
});

export const codeInput = z.strictObject({
  FunctionName: z.optional(z.string()),
  ZipFile: zipFile,
  Architectures: z.optional(z.array(z.string())),
  Publish: z.optional(z.literal(false)),
});

export const permissionInput = z.strictObject({
  FunctionName: z.optional(z.string()),
  StatementId: z.string().check(z.regex(/^[\w-]{1,100}$/)),
  Action: z.literal('lambda:InvokeFunction'),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(z.string()),
});

const destination = z.optional(z.object({ Destination: z.optional(z.string()) }));
export const eventInvokeInput = z.strictObject({
  FunctionName: z.optional(z.string()),
  MaximumRetryAttempts: z.optional(z.int().check(z.gte(0), z.lte(2))),
  MaximumEventAgeInSeconds: z.optional(z.int().check(z.gte(60), z.lte(21_600))),
  DestinationConfig: z.optional(z.object({ OnFailure: destination, OnSuccess: destination })),
});

/** Throws AwsError, which names the fields that are wrong or not implemented. */
export function parseInput<Schema extends z.ZodMiniType>(schema: Schema, input: JsonObject): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? `${issue.keys.join(', ')} (not implemented)` : issue.path.join('.'),
  );
  throw new AwsError('InvalidParameterValueException', `Not valid: ${problems.join('; ')}`);
}
