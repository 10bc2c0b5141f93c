import * as z from 'zod';
import type { JsonSchema } from './modelClient.ts';

type Node = Record<string, unknown>;

/**
 * The schema as strict structured output takes it: every property required, nothing additional, and only the keywords
 * that every endpoint knows. Bounds such as a minimum are left out here and hold where the answer is read, by the zod
 * schema itself. Throws on a schema that has no strict form, such as one with an optional property: say `nullable`.
 */
export function strictSchemaOf(schema: z.ZodType): JsonSchema {
  const root = strict(z.toJSONSchema(schema) as Node, 'schema');
  if (root.type !== 'object') throw new Error('A strict schema must be an object at its root.');
  return root;
}

const plainKeywords = ['type', 'description', 'title', 'enum', 'const', '$ref'];
const noStrictForm = ['allOf', 'not', 'prefixItems', 'patternProperties', 'propertyNames'];

function strict(node: Node, at: string): Node {
  for (const keyword of noStrictForm) {
    if (keyword in node) throw new Error(`${at}: "${keyword}" has no strict form.`);
  }
  const result: Node = {};
  for (const keyword of plainKeywords) {
    if (keyword in node) result[keyword] = node[keyword];
  }
  const choices = node.anyOf ?? node.oneOf;
  if (Array.isArray(choices)) result.anyOf = choices.map((each: Node, i) => strict(each, `${at}.${i}`));
  if (node.items) result.items = strict(node.items as Node, `${at}[]`);
  if (node.$defs) result.$defs = strictEach(node.$defs as Record<string, Node>, at);
  if (node.type === 'object' || (Array.isArray(node.type) && node.type.includes('object'))) {
    const properties = (node.properties ?? {}) as Record<string, Node>;
    const required = new Set((node.required ?? []) as string[]);
    const optional = Object.keys(properties).filter((name) => !required.has(name));
    if (optional.length > 0) throw new Error(`${at}: optional properties have no strict form: ${optional}.`);
    if (typeof node.additionalProperties === 'object') throw new Error(`${at}: a record has no strict form.`);
    result.properties = strictEach(properties, at);
    result.required = Object.keys(properties);
    result.additionalProperties = false;
  }
  return result;
}

function strictEach(nodes: Record<string, Node>, at: string): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(nodes).map(([name, node]) => [name, strict(node, `${at}.${name}`)]),
  );
}
