type Node = Record<string, unknown>;

const known = new Set([
  'type',
  'description',
  'title',
  'enum',
  'const',
  'anyOf',
  '$ref',
  '$defs',
  'items',
  'properties',
  'required',
  'additionalProperties',
]);

/** Where a schema leaves the subset that strict structured output takes. */
export function strictSchemaProblems(schema: Node, at: string): string[] {
  const root = schema.type === 'object' && !schema.anyOf ? [] : [`${at}: the root must be an object`];
  return [...root, ...nodeProblems(schema, at)];
}

function nodeProblems(node: Node, at: string): string[] {
  const problems = Object.keys(node)
    .filter((keyword) => !known.has(keyword))
    .map((keyword) => `${at}: the keyword ${keyword}`);
  const nested = (nodes: unknown) =>
    Object.entries((nodes ?? {}) as Record<string, Node>).flatMap(([key, each]) =>
      nodeProblems(each, `${at}.${key}`),
    );
  if (node.type === 'object' || (Array.isArray(node.type) && node.type.includes('object'))) {
    const names = Object.keys((node.properties ?? {}) as Node);
    const required = new Set((node.required ?? []) as string[]);
    if (node.additionalProperties !== false) problems.push(`${at}: additionalProperties must be false`);
    for (const name of names) if (!required.has(name)) problems.push(`${at}: ${name} is not required`);
    for (const name of required) if (!names.includes(name)) problems.push(`${at}: ${name} is no property`);
  }
  if (node.type === 'array' && !node.items) problems.push(`${at}: an array without items`);
  return [
    ...problems,
    ...nested(node.properties),
    ...nested(node.$defs),
    ...nested(node.anyOf),
    ...(node.items ? nodeProblems(node.items as Node, `${at}[]`) : []),
  ];
}
