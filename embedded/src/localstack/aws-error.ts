/** A refusal as AWS words it; each protocol writes it in its own shape. */
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

/** What is not played is never half understood. */
export function notPlayed(service: string, action: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `${service}:${action} is not played by this stand-in of LocalStack`,
    501,
  );
}
