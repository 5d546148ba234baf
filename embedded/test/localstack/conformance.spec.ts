/** Every S3 and SQS call that the product makes, through the emulator's one endpoint. */
import { runChecks } from '../support/conform.ts';
import { fauxqsDifferences } from '../support/known-differences.ts';
import { queueChecks } from '../support/queue-checks/all.ts';
import { queuesAt } from '../support/queue-target.ts';
import { storageChecks } from '../support/storage-checks/all.ts';
import { credentials, storageAt } from '../support/storage-target.ts';
import { startTestEmulator } from './support/emulator.ts';

const variables = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};

runChecks(
  {
    name: 'the storage of the LocalStack emulator',
    start: async () => {
      const emulator = await startTestEmulator(variables);
      return storageAt(emulator.endpoint, () => emulator.stop());
    },
    differences: new Map<string, string>(),
  },
  storageChecks,
);

runChecks(
  {
    name: 'the queues of the LocalStack emulator',
    start: async () => {
      const emulator = await startTestEmulator(variables);
      return queuesAt(emulator.endpoint, () => emulator.stop());
    },
    differences: fauxqsDifferences,
  },
  queueChecks,
);
