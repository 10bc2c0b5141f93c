import type { Binding, ModuleSurface, Part } from './moduleSurface.ts';

/** Names by which a file is imported that now mean, or may mean, something else. */
export type AffectedNames = ReadonlySet<string> | 'all';

/** The exported names that an edit may have changed the meaning of, as other files see them. */
export function changedNames(
  before: ModuleSurface | undefined,
  after: ModuleSurface | undefined,
): AffectedNames {
  if (!before || !after) return 'all';
  if (textOf(before.effects) !== textOf(after.effects)) return 'all';
  const names = new Set<string>();
  const exported = new Set<string>();
  for (const name of differing(byName(before.parts), byName(after.parts))) names.add(name);
  for (const text of differing(byText(before.parts), byText(after.parts))) {
    for (const part of [...before.parts, ...after.parts]) {
      if (part.text === text) for (const name of part.exports) exported.add(name);
    }
  }
  for (const key of differing(byBinding(before.bindings), byBinding(after.bindings))) {
    for (const binding of [...before.bindings, ...after.bindings]) {
      if (keyOf(binding) !== key) continue;
      if (binding.local !== undefined) names.add(binding.local);
      if (binding.exported === '*') return 'all';
      if (binding.exported !== undefined) exported.add(binding.exported);
    }
  }
  return merge(exported, reached(before, names), reached(after, names));
}

/** The exported names that mean something else when some local names do. */
export function reached(surface: ModuleSurface, changed: ReadonlySet<string>): AffectedNames {
  const names = new Set(changed);
  const exported = new Set<string>();
  const isTouched = (part: Part) =>
    part.declares.some((name) => names.has(name)) || mentions(part.mentions, names);
  let left = surface.parts;
  for (let grew = true; grew; ) {
    const touched = left.filter(isTouched);
    grew = touched.length > 0;
    left = left.filter((part) => !touched.includes(part));
    for (const part of touched) {
      for (const name of part.declares) names.add(name);
      for (const name of part.exports) exported.add(name);
    }
  }
  return surface.effects.some(isTouched) ? 'all' : exported;
}

/** All of the names, or 'all' where one of them, or an `export =`, can reach every file. */
export function merge(...all: readonly AffectedNames[]): AffectedNames {
  const merged = new Set<string>();
  for (const names of all) {
    if (names === 'all') return 'all';
    for (const name of names) merged.add(name);
  }
  return merged.has('export=') ? 'all' : merged;
}

function mentions(mentioned: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  for (const name of names) if (mentioned.has(name)) return true;
  return false;
}

/** The keys whose values differ, or that only one side has. */
function differing(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

function byName(parts: readonly Part[]): ReadonlyMap<string, string> {
  return grouped(parts.flatMap((part) => part.declares.map((name) => [name, part.text] as const)));
}

function byText(parts: readonly Part[]): ReadonlyMap<string, string> {
  return grouped(parts.map((part) => [part.text, '.'] as const));
}

function byBinding(bindings: readonly Binding[]): ReadonlyMap<string, string> {
  return new Map(bindings.map((binding) => [keyOf(binding), '']));
}

function grouped(entries: readonly (readonly [key: string, text: string])[]): ReadonlyMap<string, string> {
  const groups = new Map<string, string>();
  for (const [key, text] of entries) groups.set(key, `${groups.get(key) ?? ''}\n${text}`);
  return groups;
}

function keyOf({ specifier, imported, local, exported }: Binding): string {
  return JSON.stringify([specifier, imported, local ?? null, exported ?? null]);
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join('\n');
}
