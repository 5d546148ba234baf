import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';

export function NotFoundPage() {
  return (
    <main>
      <PageTitle>Not found</PageTitle>
      <h1 className="sr-only">Not found</h1>
      <Notice
        icon={Compass}
        title="There is nothing here"
        action={
          <Link to="/" className={buttonClass()}>
            To the feed
          </Link>
        }
      >
        The address may be mistyped, or what was here is gone.
      </Notice>
    </main>
  );
}
