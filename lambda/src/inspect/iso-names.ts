/** Names for people of what MP4 and MOV files carry and browsers do not play. */

/** Names for people, by the four characters that QuickTime and MP4 files in the wild carry. */
export const unsupportedVideo: [RegExp, string][] = [
  [/^(mp4v|XVID|DIVX|DX50|3IV2|xvid|divx)$/, 'MPEG-4 part 2'],
  [/^ap(ch|cn|cs|co|4h|4x)$/, 'ProRes'],
  [/^apr[nh]$/, 'ProRes RAW'],
  [/^s263$|^[hH]263$/, 'H.263'],
  [/^jpeg$|^mjp[ab]$|^MJPG$|^dmb1$|^AVDJ$/, 'Motion JPEG'],
  [/^png $|^MPNG$/, 'PNG'],
  [/^SVQ[13]$/, 'Sorenson'],
  [/^cvid$/, 'Cinepak'],
  [/^rle $/, 'QuickTime Animation'],
  [/^rpza$/, 'QuickTime Video'],
  [/^smc $/, 'QuickTime Graphics'],
  [/^(raw |yuv2|2vuy|v210|v308|v408|v410|UYVY|r408)$/, 'uncompressed'],
  [/^(mp1v|m1v1|mpeg)$/, 'MPEG-1'],
  [/^(mp2v|m2v1|xdv.|xd5.|hdv.|mx[345][np])$/, 'MPEG-2'],
  [/^dv.{2}$|^dvc[p ]?$|^AVd1$/, 'DV'],
  [/^AVdn$|^AVdh$/, 'DNxHD'],
  [/^CFHD$/, 'CineForm'],
  [/^vc-1$/, 'VC-1'],
  [/^vvc1$|^vvi1$/, 'VVC'],
  [/^evc1$/, 'EVC'],
  [/^mjp2$/, 'JPEG 2000'],
  [/^encv$/, 'copy-protected'],
];

export const unsupportedAudio: [RegExp, string][] = [
  [/^alac$/, 'ALAC'],
  [/^ac-3$|^sac3$/, 'AC-3'],
  [/^ec-3$/, 'E-AC-3'],
  [/^ac-4$/, 'AC-4'],
  [/^dts[cehlx+-]$/, 'DTS'],
  [/^samr$/, 'AMR'],
  [/^sawb$/, 'AMR wideband'],
  [/^sevc$|^sqcp$|^Qclp$/, 'QCELP or EVRC'],
  [/^ima4$/, 'ADPCM'],
  [/^agsm$/, 'GSM 6.10'],
  [/^QDM[2C]$/, 'QDesign'],
  [/^MAC[36]$/, 'MACE'],
  [/^m[hp]m\d$|^mha\d$/, 'MPEG-H'],
  [/^enca$/, 'copy-protected'],
];

/** QuickTime wraps Windows formats as "ms" and the format's 16 bits (RFC 2361 appendix A). */
function windowsFormat(type: string): string | undefined {
  if (!type.startsWith('ms')) return undefined;
  const tag = type.charCodeAt(2) * 256 + type.charCodeAt(3);
  return { 0x02: 'ADPCM', 0x11: 'IMA ADPCM', 0x31: 'GSM 6.10' }[tag];
}

const printable = (type: string): string => type.replace(/[^ -~]/g, '?').trim();
/** A name out of `names`, or the four characters themselves. */
export const named = (type: string, names: [RegExp, string][]): string =>
  names.find(([pattern]) => pattern.test(type))?.[1] ?? windowsFormat(type) ?? `"${printable(type)}"`;
