import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../model/format.ts';

/** How long something took, or has been taking so far: then it goes on by the second. */
export function Elapsed(props: { readonly from: number; readonly to: number | undefined }) {
  const { from, to } = props;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (to !== undefined) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [to]);
  const ms = Math.max(0, (to ?? now) - from);
  return (
    <span class="elapsed" data-testid="elapsed">
      {formatDuration(to === undefined ? Math.floor(ms / 1000) * 1000 : ms)}
    </span>
  );
}
