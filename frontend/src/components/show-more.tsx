import { useTexts } from '../lib/text/use-texts.ts';
import { Button } from './button.tsx';

interface ShowMoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  /** Instead of «Show more». */
  readonly label?: string | undefined;
}

/** Goes on with a list; nothing where that is its end. */
export function ShowMore({ query, label }: ShowMoreProps) {
  const t = useTexts().common;
  if (!query.hasNextPage) return null;
  return (
    <div className="flex justify-center p-6">
      <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {query.isFetchingNextPage ? t.loadingMore : (label ?? t.showMore)}
      </Button>
    </div>
  );
}
