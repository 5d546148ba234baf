import { describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { activeContentAtStart, findActiveContent, payloadAtStart } from './active-content.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The smallest class that says hello: eleven constants and more (Java Virtual Machine Specification §4.4). */
const javaClass = `\xca\xfe\xba\xbe\0\0\0\x41\0\x0d${'\x07\0\x02\x01\0\x05Hello'.repeat(5)}\x0a\0\x02\0\x03\x0c\0\x05\0\x06\0\x21`;

describe('the beginning of a file', () => {
  it.each([
    ['PK\x03\x04', 'a ZIP archive'],
    ['\x1f\x8b\x08\0', 'a gzip archive'],
    ['MZ\x90\0', 'a Windows program'],
    ['\x7fELF', 'a Linux program'],
    ['%!PS-Adobe-3.0', 'a PostScript document'],
    ['{\\rtf1\\ansi', 'an RTF document'],
    ['#!/bin/sh', 'a script'],
    ['#EXTM3U', 'a playlist'],
    ['ffconcat version 1.0', 'a playlist'],
    ['push graphic-context', 'a drawing script'],
    ['<?xml version="1.0"?><svg/>', 'a document with mark-up'],
    ['\xef\xbb\xbf  <!DOCTYPE html>', 'a document with mark-up'],
    ['\xff\xfe<\0h\0t\0m\0l\0>\0', 'a document with mark-up'],
    ['<?php echo 1;', 'a script'],
    ['Windows Registry Editor Version 5.00', 'a registry script'],
  ])('%j is told', (text, name) => {
    expect(activeContentAtStart(latin1(text))).toBe(name);
  });

  it.each(['#!AMR\n', 'RIFF', 'ID3', 'Hello, world', '', 'BM'])('%j is not', (text) => {
    expect(activeContentAtStart(latin1(text))).toBeUndefined();
  });
});

describe('a payload within a file', () => {
  it.each([
    '<?xpacket begin=""?>',
    '<?xml version="1.0"?>',
    'MZ, my zebra',
    'BZh hello',
    '%! important',
    '#! note',
    'a smiley <?= and a question ?>',
    // Quantisation tables of Exif thumbnails, by Google's encoder for Pixel phones (values 56 to 63 throughout).
    ':89988:::989:;><;:;<<<?=<;<=>>==>>>>>=>>>>>?>>>?>>',
    'ABC<?=@ABBCCDEDEFGHHIJKLM?>?>',
  ])('%j is harmless', (text) => {
    expect(payloadAtStart(latin1(text)) ?? findActiveContent(latin1(text))).toBeUndefined();
  });

  it.each([
    ['a comment <ScRiPt >alert(1)</script>', 'a script'],
    ['a comment <img src=x onerror=alert(1)>', 'a script'],
    ['a comment <?php system(1) ?>', 'a PHP script'],
    ['%PDF-1.4 in the middle: x%PDF-1.4', 'a PDF document'],
    ['a comment <?=system($_GET[0])?>', 'a PHP script'],
    ['a comment <?= $_POST["f"]($_POST["x"]) ?>', 'a PHP script'],
    ['a comment <?=$x?>', 'a PHP script'],
    ['a comment <?=`id`?>', 'a PHP script'],
    ['a comment <?="sys"."tem"("id")?>', 'a PHP script'],
    ['a comment <?=eval($_REQUEST[1]);//', 'a PHP script'],
    ['a comment <?=`$_GET[0]`;', 'a PHP script'],
    ['a comment <iframe src="x">', 'an HTML document'],
    ['a comment <a href="javascript:alert(1)">', 'a script'],
    ['a comment <!--#exec cmd="id" -->', 'a server page'],
    ['a comment <%eval request("c")%>', 'a server page'],
    ['a comment\r\n@Echo off\r\ndel x', 'a script'],
    ['GIF89a/* */=1;alert(1)', 'a script'],
    ['a comment #!/bin/sh', 'a script'],
    [`a comment ${javaClass}`, 'a Java program'],
    ['a comment \xcf\xfa\xed\xfe\x07\0\0\x01\x03\0\0\0\x02\0\0\0', 'a macOS program'],
    [`a comment ${gzipSync('hello').toString('latin1')}`, 'a gzip archive'],
    ['a comment BZh91AY&SY', 'a bzip2 archive'],
    ['<\0s\0c\0r\0i\0p\0t\0>\0', 'a document with mark-up'],
  ])('%j acts', (text, name) => {
    expect(findActiveContent(latin1(text))).toBe(name);
  });

  it('finds a tar archive by the checksum of its header', () => {
    const header = Buffer.alloc(512);
    header.write('a.txt', 0);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 8 * 0x20);
    header.write(sum.toString(8).padStart(6, '0'), 148);

    expect(findActiveContent(Buffer.concat([Buffer.alloc(99, 1), header]))).toBe('a tar archive');
    header[0] = 1;
    expect(findActiveContent(Buffer.concat([Buffer.alloc(99, 1), header]))).toBeUndefined();
  });
});
