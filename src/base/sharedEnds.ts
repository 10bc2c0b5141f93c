/** How many characters two texts begin with alike. */
export function sharedHead(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  return head;
}

/** How many characters two texts end with alike. */
export function sharedTail(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let tail = 0;
  while (tail < shorter && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return tail;
}
