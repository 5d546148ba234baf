/** An error in AWS's words; each protocol writes it in its own shape. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What is not implemented is never half understood. */
export function notImplemented(service: string, action: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `${service}:${action} is not implemented by this emulator of LocalStack`,
    501,
  );
}
