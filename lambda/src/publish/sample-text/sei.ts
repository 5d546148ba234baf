/** Supplemental enhancement information: ITU-T H.264 §7.3.2.3 and annex D, H.265 §7.3.5 and annex D. */
import { isShown } from './itu-t35.ts';

const fillerPayload = 3;
const userDataRegistered = 4;
const userDataUnregistered = 5;
/** No specification has a higher one; what a decoder does not know it passes over. */
const lastKnownType = 213;

interface Message {
  readonly type: number;
  readonly payload: Uint8Array;
  /** With type and size. */
  readonly whole: Uint8Array;
}

/** Emulation prevention bytes (H.264 §7.4.1.1): 00 00 03 stands for 00 00. */
function unescape(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    plain[length] = byte;
    length += 1;
  }
  return plain.subarray(0, length);
}

function escape(bytes: Uint8Array): Uint8Array {
  const escaped: number[] = [];
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    escaped.push(byte);
  }
  return Uint8Array.from(escaped);
}

/** Undefined where they are broken. */
function readMessages(bytes: Uint8Array): Message[] | undefined {
  const messages: Message[] = [];
  let at = 0;
  const number = (): number => {
    let value = 0;
    while (bytes[at] === 0xff) {
      value += 0xff;
      at += 1;
    }
    value += bytes[at] ?? 0;
    at += 1;
    return value;
  };
  // The last byte that is not zero holds the bit that ends the unit.
  while (at < bytes.length && bytes.subarray(at).some((byte, index) => byte !== (index === 0 ? 0x80 : 0))) {
    const start = at;
    const type = number();
    const size = number();
    if (at + size > bytes.length) return undefined;
    messages.push({
      type,
      payload: bytes.subarray(at, at + size),
      whole: bytes.subarray(start, at + size),
    });
    at += size;
  }
  return messages;
}

function isNeeded({ type, payload }: Message): boolean {
  if (type === userDataRegistered) return isShown(payload);
  return type !== fillerPayload && type !== userDataUnregistered && type <= lastKnownType;
}

/**
 * A unit without what players do not need: settings of encoders, positions, serial numbers and whatever else is of no
 * registered kind.
 * @param headBytes of the unit's header.
 * @returns the unit itself where all of it is needed; undefined where nothing of it is.
 */
export function withoutText(unit: Uint8Array, headBytes: number): Uint8Array | undefined {
  const messages = readMessages(unescape(unit.subarray(headBytes)));
  const needed = messages?.filter(isNeeded) ?? [];
  if (needed.length === 0) return undefined;
  if (needed.length === messages?.length) return unit;
  const content = needed.flatMap(({ whole }) => [...whole]);
  return Buffer.concat([unit.subarray(0, headBytes), escape(Uint8Array.from([...content, 0x80]))]);
}
