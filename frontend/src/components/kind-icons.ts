import { AudioLines, Clapperboard, Image } from 'lucide-react';

export const kindIcons = { IMAGE: Image, VIDEO: Clapperboard, AUDIO: AudioLines } as const;
