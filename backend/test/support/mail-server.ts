import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { eventually } from '@media-feed/testing/eventually';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** What a client does, in this order; `answered` is what follows the server's last word. */
export type MailStep = 'connect' | 'sender' | 'recipient' | 'content' | 'stored' | 'answered';

/** How the server answers to a recipient; 250 where nothing is said. */
type Refusals = Readonly<Record<string, 450 | 550>>;

/** A mail server that keeps what it takes, and stops where a test wants it to. */
export class MailServer {
  /** Every mail that was stored, whether or not the client got to know of it. */
  readonly stored: Email[] = [];
  /** Recipients of the envelopes, one list a mail. */
  readonly envelopes: string[][] = [];
  refusals: Refusals = {};
  private held: { readonly step: MailStep; readonly reached: () => void } | undefined;
  private server = this.create();
  private port = 0;

  static async start(): Promise<MailServer> {
    const server = new MailServer();
    await server.listen();
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${String(this.port)}`;
  }

  /** On the port that it had before, if it had one. */
  async listen(): Promise<void> {
    this.server = this.create();
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server.server, 'listening');
    this.port = (this.server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }

  /** Resolves when a client gets there; at `answered` it has its answer, else it gets none. */
  reach(step: MailStep): Promise<void> {
    return new Promise((resolve) => {
      this.held = { step, reached: resolve };
    });
  }

  /** From then on nobody is held up. */
  release(): void {
    this.held = undefined;
  }

  /** The mails to an address, as soon as there are so many. */
  to(address: string, count = 1): Promise<Email[]> {
    return eventually(
      () => this.stored.filter(({ to }) => to?.some((one) => one.address === address)),
      (mails) => mails.length >= count,
      { what: `${String(count)} mails to ${address}` },
    );
  }

  /** True where the test wants the client to wait here for ever. */
  private holds(step: MailStep): boolean {
    if (this.held?.step !== step) return false;
    this.held.reached();
    return step !== 'answered';
  }

  private create(): SMTPServer {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      closeTimeout: 100,
      onConnect: (_session, next) => {
        if (!this.holds('connect')) next();
      },
      onMailFrom: (_address, _session, next) => {
        if (!this.holds('sender')) next();
      },
      onRcptTo: ({ address }, _session, next) => {
        if (this.holds('recipient')) return;
        const responseCode = this.refusals[address];
        next(responseCode ? Object.assign(new Error('No such mailbox'), { responseCode }) : null);
      },
      onData: (stream, session, next) => {
        if (this.holds('content')) return;
        void buffer(stream).then(async (bytes) => {
          this.envelopes.push(session.envelope.rcptTo.map(({ address }) => address));
          this.stored.push(await PostalMime.parse(bytes));
          if (this.holds('stored')) return;
          next();
          this.holds('answered');
        });
      },
    });
    // A client that was killed.
    server.on('error', () => undefined);
    return server;
  }
}

/** What stands behind the # of the link in a mail. */
export function tokenIn({ text = '' }: Email): string {
  return /#token=([\w-]+)/.exec(text)?.[1] ?? '';
}
