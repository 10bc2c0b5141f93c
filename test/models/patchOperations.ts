export interface WireOperation {
  readonly type: 'create_file' | 'update_file' | 'delete_file';
  readonly path: string;
  readonly diff?: string;
}

const header = /^\*\*\* (Add|Update|Delete) File: (.+)$/;
const types = { Add: 'create_file', Update: 'update_file', Delete: 'delete_file' } as const;

/** The operations of a V4A patch, one a file, as the API's own apply_patch tool gives them. Throws on a script's mistake. */
export function patchOperations(patch: string): WireOperation[] {
  const operations: { type: WireOperation['type']; path: string; lines: string[] }[] = [];
  for (const line of patch.split('\n')) {
    if (/^\*\*\* (Begin|End) Patch\s*$/.test(line)) continue;
    if (line.startsWith('*** Move to:'))
      throw new Error('The apply_patch tool has no operation that moves a file.');
    const [, verb, path] = header.exec(line) ?? [];
    if (verb !== undefined && path !== undefined) {
      operations.push({ type: types[verb as keyof typeof types], path: path.trim(), lines: [] });
    } else operations.at(-1)?.lines.push(line);
  }
  if (operations.length === 0) throw new Error('The scripted patch names no file.');
  return operations.map(({ type, path, lines }) => {
    if (lines.at(-1) === '') lines.pop();
    return type === 'delete_file' ? { type, path } : { type, path, diff: `${lines.join('\n')}\n` };
  });
}
