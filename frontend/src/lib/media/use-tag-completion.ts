import { useState } from 'react';
import { useSettled } from '../hooks/use-settled.ts';
import { useTags } from './api/list-tags.ts';

/** A tag that others have used, and by how many items. */
interface UsedTag {
  readonly tag: string;
  readonly itemsCount: number;
}

export interface TagCompletion {
  /** Those that begin like what is being written; none while that is not known. */
  readonly tags: readonly UsedTag[];
  /** Tells what of a tag is written, without its #; nothing where none is. */
  readonly onBegin: (begun: string) => void;
}

const typingMs = 150;

/** Asks for the tags by which the one that is being written may go on, once nobody types any more. */
export function useTagCompletion(): TagCompletion {
  const [begun, onBegin] = useState('');
  const settled = useSettled(begun, typingMs);
  const isWanted = begun !== '' && begun === settled;
  const { data } = useTags(settled, isWanted);
  return { tags: isWanted ? (data?.tags ?? []) : [], onBegin };
}
