/** Whether Amazon SES would send the installation's mails: before anything is made, and once all of it stands. */
import type { Deployment, Values } from './deployment.ts';
import { blocking, type Finding, warning } from './finding.ts';
import type { Tools } from './tools.ts';

export function mailSettingFindings({
  MailDomain = '',
  EmailVerification,
  HostedZoneId = '',
}: Values): Finding[] {
  if (MailDomain === '')
    return EmailVerification === 'required'
      ? [
          blocking(
            'EmailVerification=required needs MailDomain: without mails nobody could confirm an address, and nobody could upload.',
          ),
        ]
      : [];
  return HostedZoneId === ''
    ? [
        warning(
          `Without HostedZoneId SES sends nothing until you have made the three CNAME records in the zone of ${MailDomain} that the output DkimRecords of the stack mail names.`,
        ),
      ]
    : [];
}

/** Of the account in this region («get-account», AWS CLI Reference): a new one is in SES's sandbox. */
export async function findMailTroubles(
  tools: Tools,
  { MailDomain = '', EmailVerification }: Values,
): Promise<Finding[]> {
  if (MailDomain === '') return [];
  const { ProductionAccessEnabled = false, SendingEnabled = true } = ((await tools.ask(
    'sesv2',
    'get-account',
  )) ?? {}) as { ProductionAccessEnabled?: boolean; SendingEnabled?: boolean };
  const uploads =
    EmailVerification === 'off'
      ? ''
      : ' Only they can confirm an address, and so upload: set EmailVerification=off until then.';
  return [
    ...(ProductionAccessEnabled
      ? []
      : [
          warning(
            `SES is in its sandbox in this region: it sends to addresses alone that you have verified there, 200 mails a day.${uploads} Ask for production access (SES's console, «Account dashboard»; a day).`,
          ),
        ]),
    ...(SendingEnabled
      ? []
      : [
          warning(
            "AWS has stopped the mails of this account: SES's console says why, under «Reputation metrics».",
          ),
        ]),
  ];
}

/** A domain whose records SES has not seen sends nothing: mails wait in the outbox, for three days. */
export async function warnUnlessMailsGo({ tools }: Deployment, { MailDomain = '' }: Values): Promise<void> {
  if (tools.dryRun || MailDomain === '') return;
  const isVerified = await tools.ask('sesv2', 'get-email-identity', '--email-identity', MailDomain).then(
    (identity) => ((identity ?? {}) as { VerifiedForSendingStatus?: boolean }).VerifiedForSendingStatus,
    () => undefined,
  );
  if (isVerified !== true)
    tools.log(
      `*** SES does not send for ${MailDomain} yet: it looks for its three CNAME records, up to three days. Mails wait meanwhile. ***`,
    );
}
