import { PageTitle } from '../../components/page-title.tsx';
import { OwnReports } from '../../features/reports/components/own-reports.tsx';
import { useTexts } from '../../lib/text/use-texts.ts';

export default function OwnReportsPage() {
  const t = useTexts().reports;
  return (
    <main className="mx-auto flex max-w-140 flex-col gap-6 px-6 py-8 phone:px-4">
      <PageTitle>{t.mine}</PageTitle>
      <h1 className="text-28 font-bold tracking-tight">{t.mine}</h1>
      <OwnReports />
    </main>
  );
}
