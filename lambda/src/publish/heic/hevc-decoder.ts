/**
 * Decodes one HEVC picture. libde265 is given its parameter sets and slices and nothing beside them: boxes, colours and
 * what a HEIC is put together from are read here.
 */
import { Malformed } from '../../inspect/bytes.ts';
import { newHevcLibrary } from './hevc-library.ts';

/** DE265_DECODER_PARAM_SUPPRESS_FAULTY_PICTURES (de265.h): what is missing or broken is not made up. */
const suppressFaultyPictures = 6;
/** Calls that take no unit in are few. */
const maxIdleCalls = 64;

export interface HevcPlane {
  readonly width: number;
  readonly height: number;
  /** Rows from the upper left on; 8 bits a sample, or 16 where `bits` are more. */
  readonly samples: Uint8Array | Uint16Array;
  /** Samples from row to row. */
  readonly stride: number;
  readonly bits: number;
}

/** Lies in the decoder's memory: to be read before anything else is decoded. */
export interface HevcPicture {
  readonly width: number;
  readonly height: number;
  /** Luma alone, or luma, Cb and Cr. */
  readonly planes: readonly HevcPlane[];
  /** Numbers of ITU-T H.273, 2 for unknown ones. */
  readonly primaries: number;
  readonly transfer: number;
  readonly matrix: number;
  readonly isFullRange: boolean;
}

export class HevcDecoder {
  readonly #library = newHevcLibrary();

  /** @throws Malformed where it makes no whole picture. */
  decode<Result>(units: Iterable<Uint8Array>, read: (picture: HevcPicture) => Result): Result {
    const library = this.#library;
    const decoder = library._de265_new_decoder();
    try {
      library._de265_set_parameter_bool(decoder, suppressFaultyPictures, 1);
      const count = this.#push(decoder, units);
      return read(this.#describe(this.#run(decoder, count)));
    } finally {
      library._de265_free_decoder(decoder);
    }
  }

  #push(decoder: number, units: Iterable<Uint8Array>): number {
    const library = this.#library;
    let count = 0;
    for (const unit of units) {
      const at = library._malloc(unit.length);
      library.HEAPU8.set(unit, at);
      const error = library._de265_push_NAL(decoder, at, unit.length, 0, 0, 0);
      library._free(at);
      if (error !== 0) throw unreadable();
      count += 1;
    }
    library._de265_flush_data(decoder);
    return count;
  }

  #run(decoder: number, units: number): number {
    const library = this.#library;
    const more = library._malloc(4);
    try {
      for (let calls = 0; calls < units + maxIdleCalls; calls += 1) {
        const error = library._de265_decode(decoder, more);
        const picture = library._de265_get_next_picture(decoder);
        if (picture !== 0) return picture;
        if (error !== 0 || library.HEAPU8[more] === 0) break;
      }
      throw unreadable();
    } finally {
      library._free(more);
    }
  }

  #describe(picture: number): HevcPicture {
    const library = this.#library;
    const isGrey = library._de265_get_chroma_format(picture) === 0;
    return {
      width: library._de265_get_image_width(picture, 0),
      height: library._de265_get_image_height(picture, 0),
      planes: (isGrey ? [0] : [0, 1, 2]).map((channel) => this.#plane(picture, channel)),
      primaries: library._de265_get_image_colour_primaries(picture),
      transfer: library._de265_get_image_transfer_characteristics(picture),
      matrix: library._de265_get_image_matrix_coefficients(picture),
      isFullRange: library._de265_get_image_full_range_flag(picture) !== 0,
    };
  }

  #plane(picture: number, channel: number): HevcPlane {
    const library = this.#library;
    const strideAt = library._malloc(4);
    const address = library._de265_get_image_plane(picture, channel, strideAt);
    const strideBytes = new DataView(library.HEAPU8.buffer).getInt32(strideAt, true);
    library._free(strideAt);
    const bits = library._de265_get_bits_per_pixel(picture, channel);
    const height = library._de265_get_image_height(picture, channel);
    const width = library._de265_get_image_width(picture, channel);
    const sampleBytes = bits > 8 ? 2 : 1;
    const stride = strideBytes / sampleBytes;
    const { buffer } = library.HEAPU8;
    const count = stride * (height - 1) + width;
    const samples =
      sampleBytes === 2 ? new Uint16Array(buffer, address, count) : new Uint8Array(buffer, address, count);
    return { width, height, samples, stride, bits };
  }
}

const unreadable = (): Malformed => new Malformed('Pixels of the picture are missing or broken.');
