/** What stands in the way of a deployment, or should be known before it. */
export interface Finding {
  /** Nothing can be deployed with it. */
  readonly blocks: boolean;
  readonly text: string;
}
export const blocking = (text: string): Finding => ({ blocks: true, text });
export const warning = (text: string): Finding => ({ blocks: false, text });
