/** Every S3 and SQS call that the product makes, through the stand-in's one endpoint. */
import { judge } from '../support/conform.ts';
import { fauxqsDifferences } from '../support/known-differences.ts';
import { queueChecks } from '../support/queue-checks/all.ts';
import { queuesAt } from '../support/queue-target.ts';
import { storageChecks } from '../support/storage-checks/all.ts';
import { credentials, storageAt } from '../support/storage-target.ts';
import { startTestStandIn } from './support/stand-in.ts';

const variables = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
};

judge(
  {
    name: 'the storage of the stand-in for LocalStack',
    start: async () => {
      const standIn = await startTestStandIn(variables);
      return storageAt(standIn.endpoint, () => standIn.stop());
    },
    differences: new Map<string, string>(),
  },
  storageChecks,
);

judge(
  {
    name: 'the queues of the stand-in for LocalStack',
    start: async () => {
      const standIn = await startTestStandIn(variables);
      return queuesAt(standIn.endpoint, () => standIn.stop());
    },
    differences: fauxqsDifferences,
  },
  queueChecks,
);
