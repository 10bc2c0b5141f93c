/** The value of a key, made once for all who ask; a failure is forgotten, so that the next one who asks tries again. */
export function makeOnce<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key);
  if (known) return known;
  const value = make();
  made.set(key, value);
  // By the time that it fails another one may have been made.
  value.catch(() => made.get(key) === value && made.delete(key));
  return value;
}
