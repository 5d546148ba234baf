import { describe, expect, it } from '@jest/globals';
import { attachmentNamed } from './content-disposition.ts';

describe('the name under which a file is saved', () => {
  it.each([
    ['photo.jpg', `"photo.jpg"; filename*=UTF-8''photo.jpg`],
    ['Zürich 海.jpg', `"Z_rich _.jpg"; filename*=UTF-8''Z%C3%BCrich%20%E6%B5%B7.jpg`],
    ['a"b\\c%41;d\'(e)*.png', `"a_b_c_41;d'(e)*.png"; filename*=UTF-8''a%22b%5Cc%2541%3Bd%27%28e%29%2A.png`],
    ['a\r\nSet-Cookie: x', `"a__Set-Cookie: x"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x`],
    ['a\uD800', `"a_"; filename*=UTF-8''a%EF%BF%BD`],
  ])('%j', (fileName, expected) => {
    expect(attachmentNamed(fileName)).toBe(`attachment; filename=${expected}`);
  });
});
