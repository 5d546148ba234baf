/**
 * A small H.264 encoder (ITU-T H.264, constrained baseline): every macroblock is either sent as plain samples
 * (I_PCM) or, where hardly anything changed, left as it was (P_Skip). Large files, but no transform, no
 * prediction, no rate control, and every decoder plays them.
 */
import type { Size } from '../drawing/canvas.ts';
import { BitWriter } from './bit-writer.ts';
import type { YuvFrame } from './yuv.ts';

export interface H264Encoder {
  /** RFC 6381. */
  readonly codec: string;
  /** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1). */
  readonly description: Uint8Array;
  /** NAL units with lengths of 4 bytes in front, as MP4 and MOV hold them. */
  readonly encode: (frame: YuvFrame) => { readonly isKey: boolean; readonly data: Uint8Array };
}

/** §A.2.1: baseline, and with set 1 its constrained form. */
const profile = 66;
const constraints = 0b1100_0000;
/** §A.3.1, table A-1: 240 Mbit/s, as plain samples take. */
const level = 51;
const frameNumberBits = 8;
/** A macroblock may differ from what is on the screen by this much of 255 before it is sent again. */
const tolerance = 2;

export function createH264Encoder(size: Size): H264Encoder {
  const sequence = nalUnit(3, 7, sequenceParameters(size));
  const picture = nalUnit(3, 8, pictureParameters());
  let shown: YuvFrame | undefined;
  let count = 0;
  return {
    codec: `avc1.${[profile, constraints, level].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    description: configurationRecord(sequence, picture),
    encode: (frame) => {
      const isKey = shown === undefined;
      const slice = shown ? changedSlice(frame, shown, count) : wholeSlice(frame);
      shown ??= copyOf(frame);
      count += 1;
      return { isKey, data: withLength(nalUnit(isKey ? 3 : 2, isKey ? 5 : 1, slice)) };
    },
  };
}

/** §7.3.2.1.1 */
function sequenceParameters({ width, height }: Size): Uint8Array {
  const writer = new BitWriter();
  writer.bits(8, profile);
  writer.bits(8, constraints);
  writer.bits(8, level);
  writer.unsigned(0); // seq_parameter_set_id
  writer.unsigned(frameNumberBits - 4);
  writer.unsigned(2); // pic_order_cnt_type: shown in the order sent
  writer.unsigned(1); // max_num_ref_frames
  writer.bits(1, 0); // gaps_in_frame_num_value_allowed_flag
  writer.unsigned(Math.ceil(width / 16) - 1);
  writer.unsigned(Math.ceil(height / 16) - 1);
  writer.bits(1, 1); // frame_mbs_only_flag
  writer.bits(1, 1); // direct_8x8_inference_flag
  const right = (-width & 15) / 2;
  const bottom = (-height & 15) / 2;
  writer.bits(1, right + bottom > 0 ? 1 : 0);
  if (right + bottom > 0) for (const crop of [0, right, 0, bottom]) writer.unsigned(crop);
  writer.bits(1, 1); // vui_parameters_present_flag, §E.1.1
  writer.bits(2, 0); // no aspect ratio (pixels are square), no overscan
  writer.bits(1, 1); // video_signal_type_present_flag
  writer.bits(3, 5); // video_format: unspecified
  writer.bits(1, 0); // limited range
  writer.bits(1, 1); // colour_description_present_flag
  for (let part = 0; part < 3; part += 1) writer.bits(8, 1); // primaries, transfer, matrix: BT.709
  writer.bits(6, 0); // no chroma location, timing, NAL or VCL HRD, pic_struct, bitstream restriction
  return closed(writer);
}

/** §7.3.2.2 */
function pictureParameters(): Uint8Array {
  const writer = new BitWriter();
  writer.unsigned(0); // pic_parameter_set_id
  writer.unsigned(0); // seq_parameter_set_id
  writer.bits(2, 0); // CAVLC, no bottom field order
  writer.unsigned(0); // one slice group
  writer.unsigned(0); // one reference in list 0
  writer.unsigned(0); // and in list 1
  writer.bits(3, 0); // no weighted prediction
  for (let part = 0; part < 3; part += 1) writer.signed(0); // QP, QS, chroma offset
  writer.bits(1, 1); // deblocking_filter_control_present_flag: slices switch the filter off
  writer.bits(2, 0); // no constrained intra prediction, no redundant pictures
  return closed(writer);
}

/** §7.3.3 up to slice_data */
function sliceHeader(type: 5 | 7, frameNumber: number): BitWriter {
  const writer = new BitWriter();
  const isKey = type === 7;
  writer.unsigned(0); // first_mb_in_slice
  writer.unsigned(type);
  writer.unsigned(0); // pic_parameter_set_id
  writer.bits(frameNumberBits, frameNumber % 2 ** frameNumberBits);
  if (isKey)
    writer.unsigned(0); // idr_pic_id
  else writer.bits(2, 0); // no override of the reference count, no reordering
  // §7.3.3.3: a key frame forgets nothing early and is no long-term reference; others use the sliding window.
  writer.bits(isKey ? 2 : 1, 0);
  writer.signed(0); // slice_qp_delta
  writer.unsigned(1); // disable_deblocking_filter_idc: plain samples have no block edges to hide
  return writer;
}

function wholeSlice(frame: YuvFrame): Uint8Array {
  const writer = sliceHeader(7, 0);
  const samples = new Uint8Array(384);
  forEachMacroblock(frame, (column, row) => {
    writer.unsigned(25); // mb_type I_PCM, table 7-11
    writer.align();
    readMacroblock(frame, column, row, samples);
    writer.append(samples);
  });
  return closed(writer);
}

/** Sends what differs from `shown`, and notes it there. */
function changedSlice(frame: YuvFrame, shown: YuvFrame, frameNumber: number): Uint8Array {
  const writer = sliceHeader(5, frameNumber);
  const samples = new Uint8Array(384);
  const before = new Uint8Array(384);
  let skipped = 0;
  forEachMacroblock(frame, (column, row) => {
    readMacroblock(frame, column, row, samples);
    readMacroblock(shown, column, row, before);
    if (isAlike(samples, before)) {
      skipped += 1;
      return;
    }
    writer.unsigned(skipped); // mb_skip_run
    skipped = 0;
    writer.unsigned(5 + 25); // mb_type I_PCM behind the five of P slices, §7.4.5
    writer.align();
    writer.append(samples);
    writeMacroblock(shown, column, row, samples);
  });
  if (skipped > 0) writer.unsigned(skipped);
  return closed(writer);
}

const isAlike = (a: Uint8Array, b: Uint8Array) =>
  a.every((sample, index) => Math.abs(sample - (b[index] ?? 0)) <= tolerance);

function forEachMacroblock({ width, height }: Size, visit: (column: number, row: number) => void): void {
  for (let row = 0; row < height; row += 16)
    for (let column = 0; column < width; column += 16) visit(column, row);
}

/** §7.3.5: 256 of brightness, 64 of blue, 64 of red. */
function forEachLine(
  { width, luma, blue, red }: YuvFrame,
  column: number,
  row: number,
  visit: (line: Uint8Array, at: number) => void,
): void {
  for (let y = 0; y < 16; y += 1) {
    const from = (row + y) * width + column;
    visit(luma.subarray(from, from + 16), y * 16);
  }
  for (const [index, plane] of [blue, red].entries()) {
    for (let y = 0; y < 8; y += 1) {
      const from = (row / 2 + y) * (width / 2) + column / 2;
      visit(plane.subarray(from, from + 8), 256 + index * 64 + y * 8);
    }
  }
}

const readMacroblock = (frame: YuvFrame, column: number, row: number, samples: Uint8Array) =>
  forEachLine(frame, column, row, (line, at) => samples.set(line, at));

const writeMacroblock = (frame: YuvFrame, column: number, row: number, samples: Uint8Array) =>
  forEachLine(frame, column, row, (line, at) => line.set(samples.subarray(at, at + line.length)));

const copyOf = ({ width, height, luma, blue, red }: YuvFrame): YuvFrame => ({
  width,
  height,
  luma: luma.slice(),
  blue: blue.slice(),
  red: red.slice(),
});

/** rbsp_trailing_bits (§7.3.2.11): a one, then zeros to the byte. */
function closed(writer: BitWriter): Uint8Array {
  writer.bits(1, 1);
  return writer.take();
}

/** §7.3.1: a header, and the payload in which no start code can occur (§7.4.1.1, emulation prevention). */
export function nalUnit(importance: number, type: number, payload: Uint8Array): Uint8Array {
  const unit = new Uint8Array(1 + payload.length + Math.ceil(payload.length / 2));
  unit[0] = (importance << 5) | type;
  let length = 1;
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      unit[length] = 3;
      length += 1;
      zeros = 0;
    }
    unit[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return unit.slice(0, length);
}

function withLength(unit: Uint8Array): Uint8Array {
  const framed = new Uint8Array(4 + unit.length);
  new DataView(framed.buffer).setUint32(0, unit.length);
  framed.set(unit, 4);
  return framed;
}

function configurationRecord(sequence: Uint8Array, picture: Uint8Array): Uint8Array {
  const lengthOf = ({ length }: Uint8Array) => [length >> 8, length & 255];
  // 0xFF: lengths take 4 bytes; 0xE1: one sequence parameter set; 1: one picture parameter set.
  const front = [1, profile, constraints, level, 0xff, 0xe1];
  return Uint8Array.from([...front, ...lengthOf(sequence), ...sequence, 1, ...lengthOf(picture), ...picture]);
}
