import { Check, FileQuestion, LoaderCircle, Pause, Play, RotateCw, X, type LucideIcon } from 'lucide-react';
import { Link, useLocation } from 'react-router';
import { kindIcons } from '../../../components/kind-icons.ts';
import { BitmapCanvas } from '../../../components/bitmap-canvas.tsx';
import { ChosenText } from '../../../components/chosen-text.tsx';
import { IconButton } from '../../../components/button.tsx';
import { ProgressBar } from '../../../components/progress-bar.tsx';
import { OfferedCaption } from './offered-caption.tsx';
import { UploadDetails } from './upload-details.tsx';
import { UploadTexts } from './upload-texts.tsx';
import type { SignInState } from '../../../lib/session/use-ask-to-sign-in.ts';
import type { ViewerState } from '../../../lib/viewer-state.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useNow } from '../../../lib/clock.ts';
import { describeUpload } from '../upload-messages.ts';
import { nextStep } from '../rejection-messages.ts';
import { hasEnded, isSending, lacksFile, type Upload } from '@media-feed/uploader';
import { useUploader } from '../uploader-context.ts';
import { ProvideFile } from './provide-file.tsx';

interface UploadRowProps {
  readonly upload: Upload;
  readonly preview: ImageBitmap | undefined;
}

export function UploadRow({ upload, preview }: UploadRowProps) {
  const t = useTexts();
  const nowMs = useNow();
  const { engine } = useUploader();
  const isBad =
    upload.status === 'rejected' || upload.status === 'failed' || upload.failure === 'another-file';
  return (
    <li
      aria-label={upload.fileName}
      className="grid grid-cols-[40px_1fr_auto] items-start gap-x-3 px-4 py-2.5"
    >
      <Thumbnail upload={upload} preview={preview} />
      <div className="min-w-0">
        <p className="truncate font-semibold" title={upload.fileName}>
          <ChosenText>{upload.fileName}</ChosenText>
        </p>
        <p role="status" className={`text-12 text-pretty tabular-nums ${isBad ? 'text-bad' : 'text-muted'}`}>
          <StatusLine upload={upload} nowMs={nowMs} />
        </p>
        {upload.status === 'rejected' && upload.rejection && (
          <p className="text-12 text-ink">{nextStep(t, upload.rejection.reason)}</p>
        )}
        {lacksFile(upload) && <ProvideFile upload={upload} />}
        {upload.status !== 'rejected' && <UploadTexts upload={upload} />}
        {upload.item && upload.texts.caption === '' && (
          <OfferedCaption
            item={upload.item}
            onUse={(caption) => {
              engine.describe(upload.id, { ...upload.texts, caption });
              void engine.saveTexts(upload.id);
            }}
          />
        )}
        {upload.item && <UploadDetails item={upload.item} />}
      </div>
      <div className="-mr-2 flex">
        <Controls upload={upload} />
      </div>
      {(isSending(upload) || upload.status === 'paused' || upload.status === 'interrupted') && (
        <div className="col-span-3 mt-2">
          <ProgressBar
            label={t.uploads.progressOf({ file: upload.fileName })}
            value={upload.sentBytes / upload.size}
          />
        </div>
      )}
    </li>
  );
}

function StatusLine({ upload, nowMs }: { readonly upload: Upload; readonly nowMs: number }) {
  const t = useTexts();
  const location = useLocation();
  const viewerState: ViewerState = { background: location };
  if (upload.status === 'awaiting-sign-in') {
    return (
      <>
        <Link
          to="/sign-in"
          state={{ returnTo: location, purpose: 'upload' } satisfies SignInState}
          className="font-semibold text-accent underline"
        >
          {t.account.signIn}
        </Link>
        {t.uploads.state.signInRest}
      </>
    );
  }
  if (upload.status === 'published' && upload.mediaId) {
    return (
      <span className="text-good">
        {t.uploads.state.published} ·{' '}
        <Link to={`/m/${upload.mediaId}`} state={viewerState} className="font-semibold underline">
          {t.common.open}
        </Link>
      </span>
    );
  }
  return describeUpload(t, upload, nowMs);
}

function Thumbnail({ upload, preview }: UploadRowProps) {
  const Icon = upload.mediaClass ? kindIcons[upload.mediaClass] : FileQuestion;
  return (
    <span className="relative grid size-10 place-items-center overflow-hidden rounded-small bg-surface text-muted">
      {preview ? (
        <BitmapCanvas bitmap={preview} />
      ) : (
        <Icon aria-hidden="true" className="size-5" strokeWidth={1.5} />
      )}
    </span>
  );
}

interface ControlProps {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly onPress: () => void;
}

function Control({ label, icon: Icon, onPress }: ControlProps) {
  return (
    <IconButton label={label} className="size-8 text-muted" onClick={onPress}>
      <Icon aria-hidden="true" className="size-4" />
    </IconButton>
  );
}

function Controls({ upload }: { readonly upload: Upload }) {
  const { uploads: t, common } = useTexts();
  const { engine } = useUploader();
  const { id, status, method } = upload;
  const remove = (): void => {
    engine.remove(id);
  };
  return (
    <>
      {status === 'checking' && (
        <LoaderCircle aria-hidden="true" className="m-2 size-4 animate-spin text-muted" />
      )}
      {status === 'published' && <Check aria-hidden="true" className="m-2 size-4 text-good" />}
      {method === 'multipart' && isSending(upload) && (
        <Control
          label={t.pause}
          icon={Pause}
          onPress={() => {
            engine.pause(id);
          }}
        />
      )}
      {status === 'paused' && (
        <Control
          label={t.resume}
          icon={Play}
          onPress={() => {
            engine.resume(id);
          }}
        />
      )}
      {status === 'failed' && !lacksFile(upload) && (
        <Control
          label={common.tryAgain}
          icon={RotateCw}
          onPress={() => {
            engine.retry(id);
          }}
        />
      )}
      {hasEnded(upload) && <Control label={t.dismiss} icon={X} onPress={remove} />}
      {!hasEnded(upload) && status !== 'checking' && <Control label={t.cancel} icon={X} onPress={remove} />}
    </>
  );
}
