import { setTimeout as wait } from 'node:timers/promises';
import {
  ChangeResourceRecordSetsCommand,
  type ChangeAction,
  GetChangeCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';

interface ChallengeDnsOptions {
  readonly hostedZoneId: string;
  readonly region: string;
  /** Of an emulator. */
  readonly endpoint?: string | undefined;
}

const pauseMs = 2_000;
/** «Changes generally propagate to all Route 53 name servers within 60 seconds» (API reference, GetChange). */
const patienceMs = 5 * 60_000;

/** The record by which one proves that a name is one's own (RFC 8555, section 8.4), in Route 53. */
export class ChallengeDns {
  readonly #client: Route53Client;
  readonly #hostedZoneId: string;

  constructor({ hostedZoneId, region, endpoint }: ChallengeDnsOptions) {
    this.#hostedZoneId = hostedZoneId;
    this.#client = new Route53Client({ region, ...(endpoint && { endpoint }) });
  }

  /** Returns once every name server has it. @throws {Error} after five minutes */
  async publish(domain: string, value: string): Promise<void> {
    const id = await this.#change('UPSERT', domain, value);
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const { ChangeInfo } = await this.#client.send(new GetChangeCommand({ Id: id }));
      if (ChangeInfo?.Status === 'INSYNC') return;
      if (performance.now() > deadline)
        throw new Error('Route 53 did not publish the record in five minutes.');
      await wait(pauseMs);
    }
  }

  async remove(domain: string, value: string): Promise<void> {
    await this.#change('DELETE', domain, value);
  }

  async #change(Action: ChangeAction, domain: string, value: string): Promise<string> {
    const ResourceRecordSet = {
      Name: `_acme-challenge.${domain}`,
      Type: 'TXT' as const,
      TTL: 60,
      ResourceRecords: [{ Value: `"${value}"` }],
    };
    const { ChangeInfo } = await this.#client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: this.#hostedZoneId,
        ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
      }),
    );
    return ChangeInfo?.Id ?? '';
  }
}
