import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { watch } from './nearness.ts';

/**
 * Whether an element is to be drawn: always where `always` says so, else while it is near to what is in sight. `height`
 * is what it takes while it is not drawn: what it took when it was, or the estimate.
 */
export function useNear(options: {
  readonly always: boolean;
  readonly weight: number;
  readonly estimate: () => number;
}): {
  readonly ref: RefObject<(HTMLElement & HTMLLIElement) | null>;
  readonly near: boolean;
  readonly height: () => number;
} {
  const { always, weight, estimate } = options;
  const ref = useRef<HTMLElement & HTMLLIElement>(null);
  const [near, setNear] = useState(false);
  const height = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = ref.current;
    if (always || !element) return undefined;
    return watch(element, weight, (isNear) => {
      // What has the focus stays, so that it does not lose it.
      if (!isNear && element.contains(document.activeElement)) return;
      if (!isNear && element.offsetHeight > 0) height.current = element.offsetHeight;
      setNear(isNear);
    });
  }, [always, weight]);
  return { ref, near: always || near, height: () => height.current ?? estimate() };
}
