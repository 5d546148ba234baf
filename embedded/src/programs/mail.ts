/** The local mailbox: takes by SMTP whatever the API sends, to whomever, and shows it on a page. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Mailbox } from '../mail/mailbox.ts';
import { answerMailboxRequest } from '../mail/mailbox-pages.ts';
import { required, runProgram } from './lifecycle.ts';

export interface MailReady {
  /** Where mails are read. */
  url: string;
  smtpUrl: string;
}

const maxMailBytes = 1024 * 1024;

runProgram<MailReady>(async () => {
  const mailbox = await Mailbox.open(required('MAIL_DATA_DIR'));
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: maxMailBytes,
    closeTimeout: 500,
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((content) => mailbox.add(to, content))
        .then(() => done(), done);
    },
  });
  // A client that breaks off ends its own connection and nothing else.
  smtp.on('error', () => undefined);
  const pages = createServer((request, response) => answerMailboxRequest(mailbox, request, response));
  const host = process.env.HOST ?? '127.0.0.1';
  smtp.listen(Number(required('MAIL_PORT')), host);
  pages.listen(Number(required('MAILBOX_PORT')), host);
  await Promise.all([once(smtp.server, 'listening'), once(pages, 'listening')]);
  const portOf = (server: { address: () => unknown }) => String((server.address() as AddressInfo).port);
  return {
    ready: { url: `http://localhost:${portOf(pages)}`, smtpUrl: `smtp://127.0.0.1:${portOf(smtp.server)}` },
    stop: async () => {
      pages.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => pages.close(resolve)),
        new Promise<void>((resolve) => smtp.close(() => resolve())),
      ]);
    },
  };
});
