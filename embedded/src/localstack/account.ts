/** LocalStack's account. */
export const accountId = '000000000000';
