import { useEffect, useRef, useState } from 'react';
import { parseApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { saveBlob } from '../../../lib/save-blob.ts';
import { textFor } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { saveZip } from '../../../lib/zip/save-zip.ts';
import { collectExport, partsOf, type CollectedExport, type CollectedFile } from '../api/collect-export.ts';

/** Where it stands: nothing asked for, being read (so many rows), read, or why not. */
type State =
  | { readonly step: 'idle' }
  | { readonly step: 'reading'; readonly rows: number }
  | { readonly step: 'read'; readonly found: CollectedExport }
  | { readonly step: 'failed'; readonly code: string };

/** Everything of the visitor's to take along: what the site has noted, and the files. */
export function ExportSection() {
  const t = useTexts().account.export;
  const api = useApi();
  const [state, setState] = useState<State>({ step: 'idle' });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const gather = async (): Promise<void> => {
    const { signal } = (abort.current = new AbortController());
    const onProgress = (rows: number) => {
      setState({ step: 'reading', rows });
    };
    onProgress(0);
    try {
      setState({ step: 'read', found: await collectExport(api, { signal, onProgress }) });
    } catch (error) {
      if (!signal.aborted) setState({ step: 'failed', code: parseApiError(error).code });
    }
  };

  return (
    <>
      <p>{t.lead}</p>
      {state.step === 'reading' && <p role="status">{t.reading({ count: state.rows })}</p>}
      {state.step === 'failed' && (
        <p role="alert" className="text-bad">
          {textFor(t.codes, state.code) ?? t.failed}
        </p>
      )}
      {state.step === 'read' ? (
        <Found found={state.found} />
      ) : (
        <Button className="self-start" disabled={state.step === 'reading'} onClick={() => void gather()}>
          {t.gather}
        </Button>
      )}
    </>
  );
}

function Found({ found: { manifest, files } }: { readonly found: CollectedExport }) {
  const { account, format } = useTexts();
  const t = account.export;
  const parts = partsOf(files);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const saveManifest = () => {
    saveBlob(new Blob([JSON.stringify(manifest, null, 2)], { type: 'application/json' }), 'media-feed.json');
  };
  return (
    <>
      <p role="status">{t.found({ files: files.length, size: format.bytes(bytes) })}</p>
      <Button className="self-start" onClick={saveManifest}>
        {t.saveManifest}
      </Button>
      {parts.map((part, index) => (
        <SaveFiles key={index} files={part} number={index + 1} of={parts.length} />
      ))}
    </>
  );
}

interface SaveFilesProps {
  readonly files: readonly CollectedFile[];
  readonly number: number;
  readonly of: number;
}

/** One ZIP, saved by a click as browsers want it. */
function SaveFiles({ files, number, of }: SaveFilesProps) {
  const t = useTexts().account.export;
  const [packed, setPacked] = useState<number>();
  const [outcome, setOutcome] = useState<'saved' | 'failed'>();
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const label = of === 1 ? t.saveFiles : t.savePart({ number, of });

  const save = async (): Promise<void> => {
    const { signal } = (abort.current = new AbortController());
    const name = of === 1 ? 'media-feed.zip' : `media-feed-${String(number)}-${String(of)}.zip`;
    setOutcome(undefined);
    setPacked(0);
    try {
      if (await saveZip(name, files, { signal, onProgress: setPacked })) setOutcome('saved');
    } catch {
      if (!signal.aborted) setOutcome('failed');
    }
    setPacked(undefined);
  };

  return (
    <div className="flex flex-col gap-2">
      <span className="flex items-center gap-3">
        <Button disabled={packed !== undefined} onClick={() => void save()}>
          {label}
        </Button>
        {packed !== undefined && (
          <Button variant="quiet" onClick={() => abort.current?.abort()}>
            {t.stop}
          </Button>
        )}
      </span>
      {packed !== undefined && <ProgressBar label={label} value={packed / files.length} />}
      {outcome === 'saved' && <p role="status">{t.saved({ count: files.length })}</p>}
      {outcome === 'failed' && (
        <p role="alert" className="text-bad">
          {t.saveFailed}
        </p>
      )}
    </div>
  );
}
