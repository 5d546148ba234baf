/** What a stack has sent, as its mailbox tells it. */
import { eventually } from '@media-feed/testing/eventually';

export interface ReceivedMail {
  readonly messageId: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** So many mails to somebody, the oldest first; waits until they are there. */
export async function mailsTo(mailboxUrl: string, email: string, count = 1): Promise<ReceivedMail[]> {
  const read = async () => {
    const { messages } = (await (await fetch(`${mailboxUrl}/messages`)).json()) as {
      messages: ReceivedMail[];
    };
    return messages.filter(({ to }) => to.includes(email)).toReversed();
  };
  return eventually(read, (mails) => mails.length >= count, { what: `${count} mails to ${email}` });
}

/** The one link in a mail, as it stands there. */
export function linkIn({ text }: ReceivedMail): string {
  const link = /^http\S+$/m.exec(text)?.[0];
  if (link === undefined) throw new Error(`No link in the mail:\n${text}`);
  return link;
}
