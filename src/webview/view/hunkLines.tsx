import { useMemo, useState } from 'preact/hooks';
import { counted } from '../../base/counted.ts';
import type { HunkView } from '../../protocol/panel.ts';
import { type HunkLine, linesOf } from '../model/hunkText.ts';
import { inlineChanges } from '../model/inlineChange.ts';
import { type Segment, segmentsOf } from '../model/lineSegments.ts';
import { tokensOf } from '../model/syntax.ts';
import { Button } from './controls.tsx';

/** A hunk longer than this shows its first lines and offers the rest. */
export const mostLines = 120;

const signs: Record<HunkLine['type'], string> = { context: ' ', removed: '-', added: '+' };

/** The lines of a hunk as a unified diff. Long lines scroll inside it. */
export function HunkLines(props: {
  readonly path: string;
  readonly hunk: Pick<HunkView, 'oldStart' | 'newStart' | 'text'>;
  readonly label: string;
}) {
  const [whole, setWhole] = useState(false);
  const { path, hunk } = props;
  const { oldStart, newStart, text } = hunk;
  const lines = useMemo(
    () => readLines(path, { oldStart, newStart, text }),
    [path, oldStart, newStart, text],
  );
  const hidden = whole ? 0 : Math.max(0, lines.length - mostLines);
  const shown = hidden > 0 ? lines.slice(0, mostLines) : lines;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll sideways, which must work by keys too. */}
      <div class="lines" role="group" tabIndex={0} aria-label={props.label}>
        <div class="line-grid">
          {shown.map(({ line, segments }, index) => (
            <div key={index} class={`line ${line.type}`}>
              <span class="line-number old">{line.oldLine}</span>
              <span class="line-number new">{line.newLine ?? line.oldLine}</span>
              <span class="sign">{signs[line.type]}</span>
              <bdi class="line-text" dir="ltr">
                {groupsOf(segments).map(drawGroup)}
              </bdi>
            </div>
          ))}
        </div>
      </div>
      {hidden > 0 && (
        <Button kind="link" onPress={() => setWhole(true)}>
          Show {counted(hidden, 'more line')}
        </Button>
      )}
    </>
  );
}

interface ReadLine {
  readonly line: HunkLine;
  readonly segments: readonly Segment[];
}

function readLines(
  path: string,
  hunk: Pick<HunkView, 'oldStart' | 'newStart' | 'text'>,
): readonly ReadLine[] {
  const lines = linesOf(hunk);
  const spans = inlineChanges(lines);
  const tokens = tokensOf(path, lines);
  return lines.map((line, index) => ({
    line,
    segments: segmentsOf(line.text, tokens?.[index], spans.get(index) ?? []),
  }));
}

/** Segments in a row that changed, or did not: one mark round all that changed, whatever its colours. */
function groupsOf(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const groups: Segment[][] = [];
  for (const segment of segments) {
    const last = groups.at(-1);
    if (last && last[0]?.changed === segment.changed) last.push(segment);
    else groups.push([segment]);
  }
  return groups;
}

function drawGroup(group: readonly Segment[], index: number) {
  const drawn = group.map(drawSegment);
  return group[0]?.changed ? (
    <span key={index} class="changed">
      {drawn}
    </span>
  ) : (
    drawn
  );
}

function drawSegment({ text, kind, hidden }: Segment, index: number) {
  const names = [kind && `syntax-${kind}`, hidden && 'unseen'].filter(Boolean).join(' ');
  if (hidden !== undefined) {
    return (
      <span key={index} class={names} title={hidden}>
        {hidden.split(' ', 1)}
      </span>
    );
  }
  return names ? (
    <span key={index} class={names}>
      {text}
    </span>
  ) : (
    text
  );
}
