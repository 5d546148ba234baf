import { ModalDialog } from '../components/modal-dialog.tsx';
import { useUser } from '../lib/session/session-context.ts';
import { useTexts } from '../lib/text/use-texts.ts';

interface KeyboardHelpProps {
  readonly onClose: () => void;
}

/** Every key of the page, by where it works. */
export default function KeyboardHelp({ onClose }: KeyboardHelpProps) {
  const t = useTexts().keyboard;
  const user = useUser();
  const groups = [t.everywhere, t.inList, t.inViewer, ...(user ? [t.picking] : [])];
  return (
    <ModalDialog title={t.title} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-2 text-12 font-semibold text-muted">{title}</h3>
            <dl className="grid grid-cols-[8rem_1fr] items-baseline gap-x-4 gap-y-1.5">
              {keys.map(({ caps, does }) => (
                <div key={does} className="contents">
                  <dt className="flex gap-1">
                    {caps.map((cap) => (
                      <kbd
                        key={cap}
                        className="min-w-6 rounded-small border border-line bg-surface px-1.5 py-0.5 text-center font-sans text-12"
                      >
                        {cap}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </ModalDialog>
  );
}
