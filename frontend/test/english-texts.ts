import { createStore } from '@media-feed/uploader';
import * as english from '../src/lib/text/en.ts';
import { createTexts } from '../src/lib/text/texts.ts';

/** The words that specs read, as a British browser shows them. */
export const englishTexts = createStore(createTexts('en', 'en-GB', english));
