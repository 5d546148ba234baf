/**
 * What the API says of single fields that people fill in. A client with a catalogue of its own finds its sentence by
 * the name (`fieldMessageOf`); others show the English one.
 */
import { limits } from './limits.ts';

export const lengthMessage = (min: number, max: number): string =>
  `Must have ${String(min)} to ${String(max)} characters`;

export const fieldMessages = {
  emailInvalid: 'Must be an e-mail address',
  passwordTooShort: `Must have at least ${String(limits.minPasswordCodePoints)} characters`,
  passwordTooLong: `Must have at most ${String(limits.maxPasswordBytes)} bytes`,
  passwordBroken: 'Must not contain NUL or broken characters',
  passwordsDiffer: 'Must be the same as the password',
  passwordBreached: 'Must not be one of the passwords that attackers try first',
  newPasswordsDiffer: 'Must be the same as the new password',
  currentPasswordWrong: 'Must be the current password',
  nameLength: lengthMessage(1, limits.maxNameCodePoints),
  passwordIsAddress: 'Must not be your e-mail address',
  nameInvisible: 'Must not contain invisible characters',
  nameReserved: 'Must not be a name of this site',
  handleInvalid: 'Must have 3 to 30 of a to z, 0 to 9 and _, one letter or digit at least',
  handleReserved: 'Must not be a name that people would take for the site’s',
  aboutLength: `Must have at most ${String(limits.maxAboutCodePoints)} characters`,
  captionLength: `Must have at most ${String(limits.maxCaptionCodePoints)} characters`,
  altTextLength: lengthMessage(0, limits.maxAltTextCodePoints),
  controlCharacters: 'Must not contain control characters',
  reordersText: 'Must not contain characters that change the direction of text',
  stacksAccents: 'Must not stack that many accents',
  nothingVisible: 'Must contain a visible character',
} as const;
export type FieldMessage = keyof typeof fieldMessages;

/** Which of them a message is; `undefined` for all others, such as those of a newer API. */
export function fieldMessageOf(message: string): FieldMessage | undefined {
  return (Object.keys(fieldMessages) as FieldMessage[]).find((name) => fieldMessages[name] === message);
}
