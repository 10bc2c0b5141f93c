import type { PageMessage, ProposalView } from '../../protocol/panel.ts';
import { type HunkPlace, hunkKey, hunksInOrder, nextOpenHunk, stepHunk } from '../model/review.ts';
import { drawNow } from './nearness.ts';

/** j and k go from hunk to hunk, n to the next one to decide; a, r and e act on the one that has the focus. */
export function onReviewKey(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  proposals: readonly ProposalView[],
  post: (message: PageMessage) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('textarea, input, vscode-single-select')) return;
  const current = target?.closest<HTMLElement>('[data-hunk]')?.dataset.hunk;
  const list = event.currentTarget;
  switch (event.key) {
    case 'j':
    case 'k':
      focusHunk(list, stepHunk(proposals, current, event.key === 'j' ? 1 : -1));
      break;
    case 'n':
      focusHunk(list, nextOpenHunk(proposals, current ?? ''));
      break;
    case 'e':
      target?.closest('[data-hunk]')?.querySelector<HTMLElement>('[data-testid=hunk-edit]')?.click();
      break;
    case 'a':
    case 'r': {
      // A key that is held down would decide on hunks that nobody has seen.
      if (event.repeat) return;
      const hunk = hunksInOrder(proposals).find((each) => hunkKey(each) === current);
      if (hunk?.decision !== 'open') return;
      decideHunk(event.key === 'a' ? 'accept' : 'reject', hunk, post);
      focusHunk(list, nextOpenHunk(proposals, hunkKey(hunk)) ?? current);
      break;
    }
    default:
      return;
  }
  event.preventDefault();
}

/** Tells the host of one hunk's decision, by its mark: its place may be another's by now. */
export function decideHunk(
  type: 'accept' | 'reject',
  place: HunkPlace,
  post: (message: PageMessage) => void,
): void {
  post({ type, proposal: place.proposal, path: place.path, marks: [place.mark] });
}

/** What is far out of sight is drawn first: a hunk of a proposal that is not drawn is not there to take the focus. */
function focusHunk(list: HTMLElement, key: string | undefined): void {
  const proposal = key && find(list, 'proposal', key.split('\n', 1)[0]);
  if (!proposal) return;
  drawNow(proposal);
  // Behind the drawing, which waits for the end of what runs now.
  queueMicrotask(() => {
    const hunk = find(proposal, 'hunk', key);
    if (!hunk) return;
    drawNow(hunk);
    hunk.focus();
  });
}

function find(
  within: HTMLElement,
  kind: 'proposal' | 'hunk',
  value: string | undefined,
): HTMLElement | undefined {
  return [...within.querySelectorAll<HTMLElement>(`[data-${kind}]`)].find(
    (element) => element.dataset[kind] === value,
  );
}
