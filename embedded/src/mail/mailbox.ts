/** The mails of a local stack, as files in one folder: nothing leaves this machine. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** Older ones go. */
const maxKept = 500;

export interface ReceivedMail {
  readonly id: string;
  readonly receivedAt: string;
  readonly messageId: string;
  readonly from: string;
  /** Of the envelope: whom it was sent to, whatever it says itself. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface StoredMail {
  readonly receivedAt: string;
  readonly to: readonly string[];
  /** As it came, in base64. */
  readonly content: string;
}

export class Mailbox {
  readonly #folder: string;
  /** Oldest first. */
  readonly #mails: ReceivedMail[];

  private constructor(folder: string, mails: ReceivedMail[]) {
    this.#folder = folder;
    this.#mails = mails;
  }

  static async open(folder: string): Promise<Mailbox> {
    await mkdir(folder, { recursive: true });
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    const mails = await Promise.all(
      names.map(async (name) => {
        const stored = JSON.parse(await readFile(join(folder, name), 'utf8')) as StoredMail;
        return describe(name.slice(0, -'.json'.length), stored);
      }),
    );
    return new Mailbox(
      folder,
      mails.sort((a, b) => a.receivedAt.localeCompare(b.receivedAt)),
    );
  }

  /** Resolves once it is kept: only then the sender may forget it. */
  async add(to: readonly string[], content: Buffer): Promise<void> {
    const id = randomUUID();
    const stored = { receivedAt: new Date().toISOString(), to, content: content.toString('base64') };
    const mail = await describe(id, stored);
    const file = this.#fileOf(id);
    await writeFile(`${file}.new`, JSON.stringify(stored), { mode: 0o600 });
    await rename(`${file}.new`, file);
    this.#mails.push(mail);
    const excess = this.#mails.splice(0, Math.max(0, this.#mails.length - maxKept));
    await Promise.all(excess.map((old) => rm(this.#fileOf(old.id), { force: true })));
  }

  /** Newest first. */
  list(): ReceivedMail[] {
    return this.#mails.toReversed();
  }

  find(id: string): ReceivedMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

async function describe(id: string, { receivedAt, to, content }: StoredMail): Promise<ReceivedMail> {
  const mail: Email = await PostalMime.parse(Buffer.from(content, 'base64'));
  return {
    id,
    receivedAt,
    to,
    messageId: mail.messageId ?? '',
    from: mail.from?.address ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
  };
}
