import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { buttonClass } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { useTexts } from '../../lib/text/use-texts.ts';

export function NotFoundPage() {
  const t = useTexts();
  const { page, title, body } = t.app.notFound;
  return (
    <main>
      <PageTitle>{page}</PageTitle>
      <h1 className="sr-only">{page}</h1>
      <Notice
        icon={Compass}
        title={title}
        action={
          <Link to="/" className={buttonClass()}>
            {t.common.toFeed}
          </Link>
        }
      >
        {body}
      </Notice>
    </main>
  );
}
