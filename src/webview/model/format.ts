/** A count of tokens in at most four characters: 950, 1.2k, 128k, 1.2M. */
export function formatTokens(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${shorten(count / 1000)}k`;
  return `${shorten(count / 1_000_000)}M`;
}

/** A time that passed, given in milliseconds. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${shorten(ms / 1000)} s`;
  return `${Math.round(ms / 60_000)} min`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time in milliseconds since 1970, as somebody would say it: "today 14:32", "3 Nov", "3 Nov 2025". */
export function formatWhen(time: number, now: number): string {
  const [at, today] = [new Date(time), new Date(now)];
  if (at.toDateString() === today.toDateString()) return `today ${timeOfDay(at)}`;
  const day = `${at.getDate()} ${months[at.getMonth()]}`;
  return at.getFullYear() === today.getFullYear() ? day : `${day} ${at.getFullYear()}`;
}

/** The same in full: "3 Nov 2026 14:32". */
export function formatWhole(time: number): string {
  const at = new Date(time);
  return `${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()} ${timeOfDay(at)}`;
}

function timeOfDay(at: Date): string {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** A path as a name and the folder it is in; the folder is empty at the top. */
export function splitPath(path: string): { readonly name: string; readonly folder: string } {
  const slash = path.lastIndexOf('/');
  return { name: path.slice(slash + 1), folder: slash < 0 ? '' : path.slice(0, slash) };
}

function shorten(value: number): string {
  const one = value.toFixed(1);
  return value < 99.95 && !one.endsWith('.0') ? one : value.toFixed(0);
}
