import { Bug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useTexts } from '../lib/text/use-texts.ts';

/** What a mistake of ours leaves standing: the rest of the page, and a way on. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const { title, body, again } = useTexts().app.broken;
  return (
    <Notice
      icon={Bug}
      title={title}
      isAlert
      action={
        <Button
          onClick={() => {
            window.location.reload();
          }}
        >
          {again}
        </Button>
      }
    >
      {body}
    </Notice>
  );
}
