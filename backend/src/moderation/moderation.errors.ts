/** What an operator asked for cannot be done; the message is a sentence for the terminal. */
export class ModerationError extends Error {}
