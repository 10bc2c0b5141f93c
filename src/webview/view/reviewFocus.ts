import type { PageMessage, ProposalView } from '../../protocol/panel.ts';
import { type HunkPlace, hunkKey, hunksInOrder, nextOpenHunk, stepHunk } from '../model/review.ts';

/** j and k go from hunk to hunk, a and r decide on the one that has the focus. */
export function onReviewKey(
  event: KeyboardEvent & { readonly currentTarget: HTMLElement },
  proposals: readonly ProposalView[],
  post: (message: PageMessage) => void,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : undefined;
  const current = target?.closest<HTMLElement>('[data-hunk]')?.dataset.hunk;
  const list = event.currentTarget;
  switch (event.key) {
    case 'j':
    case 'k':
      focusHunk(list, stepHunk(proposals, current, event.key === 'j' ? 1 : -1));
      break;
    case 'a':
    case 'r': {
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

export function decideHunk(
  type: 'accept' | 'reject',
  place: HunkPlace,
  post: (message: PageMessage) => void,
): void {
  post({ type, proposal: place.proposal, path: place.path, hunks: [place.hunk] });
}

function focusHunk(list: HTMLElement, key: string | undefined): void {
  const hunk = [...list.querySelectorAll<HTMLElement>('[data-hunk]')].find(
    (element) => element.dataset.hunk === key,
  );
  hunk?.focus();
}
