/** SQS as an operator sees it, past every proxy, by its JSON protocol. */
export type QueueName = 'media-results' | 'media-failures' | 'media-dead-letters';

export class QueueBrowser {
  readonly #url: string;

  constructor(port: number) {
    this.#url = `http://127.0.0.1:${String(port)}`;
  }

  /** Messages that wait or are being worked on. */
  async depth(name: QueueName): Promise<number> {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    const { Attributes } = (await this.#call('GetQueueAttributes', name, { AttributeNames })) as {
      Attributes: Record<string, string>;
    };
    return AttributeNames.reduce((sum, attribute) => sum + Number(Attributes[attribute]), 0);
  }

  /** @throws {Error} where the queue does not take it. */
  async send(name: QueueName, MessageBody: string): Promise<void> {
    await this.#call('SendMessage', name, { MessageBody });
  }

  async #call(action: string, name: QueueName, input: object): Promise<unknown> {
    const QueueUrl = `${this.#url}/000000000000/${name}`;
    const answer = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body: JSON.stringify({ QueueUrl, ...input }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`SQS answered ${String(answer.status)} to ${action}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
