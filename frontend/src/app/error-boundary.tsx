import { Bug } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';

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
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Notice
        icon={Bug}
        title="This page broke"
        isAlert
        action={
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            Load it again
          </Button>
        }
      >
        That is our mistake, or a new version has just come out. Nothing of yours is lost.
      </Notice>
    );
  }
}
