/** The value of a key, made where there is none: `getOrMake(lists, key, () => []).push(item)` groups items. */
export function getOrMake<Key, Value>(made: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make();
  made.set(key, value);
  return value;
}
