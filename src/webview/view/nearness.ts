/**
 * Tells elements when they come near to what is in sight and when they are far from it again. A long list draws only
 * what is near, and no more of that in one frame than a frame has time for.
 */

/** How far out of sight something is still near, in pixels: what is drawn ahead of scrolling. */
const reach = 1200;
/** How much is drawn in one frame, and how much taken away, in what `watch` was given as the weight: lines of code. */
const drawnPerFrame = 40;
const takenAwayPerFrame = 120;

interface Watched {
  readonly weight: number;
  readonly tell: (near: boolean) => void;
  /** What it was told last. */
  told: boolean;
}

const watched = new Map<Element, Watched>();
/** What has come near or gone far, and was not told yet. */
const waiting = new Map<Element, boolean>();
let scheduled = false;
let observer: IntersectionObserver | undefined;

/** Tells from now on, beginning with what is not near; gives what ends it. */
export function watch(element: Element, weight: number, tell: (near: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (watched.get(entry.target)?.told === entry.isIntersecting) waiting.delete(entry.target);
        else waiting.set(entry.target, entry.isIntersecting);
      }
      schedule();
    },
    { rootMargin: `${reach}px 0px` },
  );
  watched.set(element, { weight, tell, told: false });
  observer.observe(element);
  return () => {
    observer?.unobserve(element);
    watched.delete(element);
    waiting.delete(element);
  };
}

/** Has an element drawn at once, wherever it is. */
export function drawNow(element: Element): void {
  const found = watched.get(element);
  if (!found || found.told) return;
  waiting.delete(element);
  tellTo(found, true);
}

function tellTo(found: Watched, near: boolean): void {
  found.told = near;
  found.tell(near);
}

function schedule(): void {
  if (scheduled || waiting.size === 0) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    const inOrder = inOrderOfNeed();
    tellSome(
      inOrder.filter(([, near]) => near),
      drawnPerFrame,
    );
    // The farthest first: what is just out of sight may come back.
    tellSome(inOrder.filter(([, near]) => !near).toReversed(), takenAwayPerFrame);
    schedule();
  });
}

/** Tells as many as their weights allow, and one at least. */
function tellSome(changes: readonly (readonly [Element, boolean])[], most: number): void {
  let weight = 0;
  for (const [element, near] of changes) {
    const found = watched.get(element);
    if (weight > 0 && weight + (found?.weight ?? 0) > most) return;
    waiting.delete(element);
    if (found) tellTo(found, near);
    weight += found?.weight ?? 0;
  }
}

/** What waits, the nearest to the middle of what is in sight first. */
function inOrderOfNeed(): readonly (readonly [Element, boolean])[] {
  const middle = innerHeight / 2;
  return [...waiting]
    .map((each) => [each, Math.abs(each[0].getBoundingClientRect().top - middle)] as const)
    .sort(([, a], [, b]) => a - b)
    .map(([each]) => each);
}
