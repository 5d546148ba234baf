/** Whether nginx has what CloudFront asks of it, before CloudFront is led to it by TLS. */
import type { Deployment, Values } from './deployment.ts';
import { step } from './tools.ts';
import { within } from './waiting.ts';

/** An order takes two minutes, and one that failed is tried again after fifteen. */
const patienceMinutes = 20;

/** @throws when the certificate is not in its bucket in time; CloudFront goes on as it did */
export async function waitForCertificate(deployment: Deployment, values: Values): Promise<void> {
  const { tools, project } = deployment;
  const { Edge = 'nginx', OriginTls, OriginDomainName = '', CertificateBucket = '' } = values;
  if (OriginTls !== 'on' || Edge !== 'nginx' || !values.MaintenanceImageTag) return;
  const advice = `Why none is issued: aws logs tail /${project}/services --log-stream-name-prefix certificate --since 1h. The name servers of ${OriginDomainName} must be those of the zone HostedZoneId.`;
  await step('Waiting for the certificate of the edge', advice, async () => {
    if (tools.dryRun) return;
    const named = ['--bucket', CertificateBucket, '--prefix', `${OriginDomainName}.pem`];
    await within(deployment, patienceMinutes, 'There is no certificate', async () => {
      const { Contents = [] } = ((await tools.ask('s3api', 'list-objects-v2', ...named)) ?? {}) as {
        Contents?: readonly unknown[];
      };
      return Contents.length > 0;
    });
  });
}
