import { useEffect, useRef, useState } from 'preact/hooks';
import type { HunkView } from '../../protocol/panel.ts';
import { linesOf } from '../model/hunkText.ts';
import type { HunkPlace } from '../model/review.ts';
import { useActions } from './actions.ts';
import { Button } from './controls.tsx';

/** The new side of a hunk to be written otherwise; what stands there is what is accepted. */
export function HunkEditor(props: {
  readonly place: HunkPlace;
  readonly hunk: HunkView;
  readonly label: string;
  /** Told when the editing is over, with what has the focus. */
  readonly onEnd: (from: HTMLElement) => void;
}) {
  const { post } = useActions();
  const { place, hunk, label, onEnd } = props;
  const [text, setText] = useState(() => newSide(hunk));
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const accept = (from: HTMLElement) => {
    // What comes back is another hunk: this one goes, and with it would go the focus.
    const file = from.closest<HTMLElement>('[data-path]');
    post({ type: 'acceptEdited', ...place, text });
    onEnd(from);
    file?.focus({ preventScroll: true });
  };
  return (
    <div class="hunk-editor">
      <textarea
        ref={box}
        class="field code-field"
        data-testid="hunk-text"
        aria-label={`New text of ${label}`}
        rows={Math.min(24, text.split('\n').length + 1)}
        spellcheck={false}
        wrap="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === 'Escape') onEnd(event.currentTarget);
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) accept(event.currentTarget);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div class="buttons">
        <Button
          kind="primary"
          testId="accept-edited"
          title="Accept what stands here (Ctrl+Enter). It counts as not verified."
          onPress={(event) => accept(event.currentTarget)}
        >
          Accept Edited
        </Button>
        <Button
          testId="cancel-edit"
          title="Leave it as it was (Escape)"
          onPress={(event) => onEnd(event.currentTarget)}
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}

function newSide(hunk: HunkView): string {
  return linesOf(hunk)
    .flatMap(({ type, text }) => (type === 'removed' ? [] : [text]))
    .join('\n');
}
