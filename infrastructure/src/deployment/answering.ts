/** Whether people would be served, asked as they ask: through CloudFront. */
import type { Deployment, Values } from './deployment.ts';
import { within } from './waiting.ts';

/** @throws with what the site answers instead, once patience is over */
export async function waitUntilAnswering(
  deployment: Deployment,
  { SiteHost = '' }: Values,
  path: '/health/ready' | '/',
): Promise<void> {
  const { answerMinutes, requestStatus, tools } = deployment;
  if (tools.dryRun) return;
  const url = `https://${SiteHost}${path}`;
  let last = 'nothing';
  try {
    await within(deployment, answerMinutes, `${url} is not well`, async () => {
      last = await requestStatus(url).then(String, String);
      return last === '200';
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why} It answered: ${last}`, { cause: error });
  }
}

/** A domain of one's own may have no record yet; the site answers by CloudFront's name then. */
export async function warnWithoutRecord(
  { requestStatus, tools }: Deployment,
  { SiteHost = '', WebOrigin = '' }: Values,
): Promise<void> {
  if (tools.dryRun || WebOrigin === `https://${SiteHost}`) return;
  const status = await requestStatus(`${WebOrigin}/`).then(String, String);
  if (status !== '200')
    tools.log(
      `*** ${WebOrigin} answers ${status}: its record must lead to ${SiteHost}, and may need a while. ***`,
    );
}
