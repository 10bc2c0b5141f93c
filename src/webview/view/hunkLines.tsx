import { useState } from 'preact/hooks';
import type { HunkView } from '../../protocol/panel.ts';
import { count } from '../model/format.ts';
import { inlineChanges, type Span } from '../model/inlineChange.ts';
import { Button } from './controls.tsx';

type Line = HunkView['lines'][number];

/** A hunk longer than this shows its first lines and offers the rest. */
const mostLines = 120;

const signs: Record<Line['type'], string> = { context: ' ', removed: '-', added: '+' };

/** The lines of a hunk as a unified diff. Long lines scroll inside it. */
export function HunkLines(props: { readonly lines: readonly Line[]; readonly label: string }) {
  const [whole, setWhole] = useState(false);
  const spans = inlineChanges(props.lines);
  const hidden = whole ? 0 : Math.max(0, props.lines.length - mostLines);
  const shown = hidden > 0 ? props.lines.slice(0, mostLines) : props.lines;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll sideways, which must work by keys too. */}
      <div class="lines" role="group" tabIndex={0} aria-label={props.label}>
        <div class="line-grid">
          {shown.map((line, index) => (
            <div key={index} class={`line ${line.type}`}>
              <span class="line-number old">{line.oldLine}</span>
              <span class="line-number new">{line.newLine ?? line.oldLine}</span>
              <span class="sign">{signs[line.type]}</span>
              <span class="line-text">
                <LineText text={line.text} span={spans.get(index)} />
              </span>
            </div>
          ))}
        </div>
      </div>
      {hidden > 0 && (
        <Button kind="link" onPress={() => setWhole(true)}>
          Show {count(hidden, 'more line')}
        </Button>
      )}
    </>
  );
}

function LineText(props: { readonly text: string; readonly span: Span | undefined }) {
  const { text, span } = props;
  if (!span) return <>{text}</>;
  return (
    <>
      {text.slice(0, span.start)}
      <span class="changed">{text.slice(span.start, span.end)}</span>
      {text.slice(span.end)}
    </>
  );
}
