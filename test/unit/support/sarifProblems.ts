/** Facts of the published schema of SARIF 2.1.0 that are asked of a log: what is required, and of which form it is. */
type Check = (value: unknown, at: string) => readonly string[];

const text: Check = (value, at) => (typeof value === 'string' ? [] : [`${at} is no text`]);
const place: Check = (value, at) =>
  Number.isInteger(value) && Number(value) >= 1 ? [] : [`${at} does not count from 1`];
const oneOf =
  (...all: readonly unknown[]): Check =>
  (value, at) =>
    all.includes(value) ? [] : [`${at} is none of ${all.join(', ')}`];
const listOf =
  (each: Check, least = 0): Check =>
  (value, at) => {
    if (!Array.isArray(value)) return [`${at} is no list`];
    const short = value.length < least ? [`${at} has fewer than ${least}`] : [];
    return [...short, ...value.flatMap((item, index) => each(item, `${at}[${index}]`))];
  };

/** An object with these and no other properties; a name with `?` may be absent. */
function object(properties: Readonly<Record<string, Check>>): Check {
  const checks = new Map(
    Object.entries(properties).map(([name, check]) => [name.replace('?', ''), { name, check }]),
  );
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
    const given = new Map<string, unknown>(Object.entries(value));
    const unknown = [...given.keys()].filter((name) => !checks.has(name));
    return [
      ...unknown.map((name) => `${at}.${name} is not in the schema`),
      ...[...checks].flatMap(([plain, { name, check }]) => {
        if (given.has(plain)) return check(given.get(plain), `${at}.${plain}`);
        return name.endsWith('?') ? [] : [`${at}.${plain} is missing`];
      }),
    ];
  };
}

const message = object({ text });
const artifactLocation = object({ uri: text, 'uriBaseId?': text });
const region = object({
  ...{ 'startLine?': place, 'startColumn?': place, 'endLine?': place, 'endColumn?': place },
});
const physicalLocation = object({ artifactLocation, 'region?': region });
const location = object({
  'id?': (value, at) => (Number.isInteger(value) && Number(value) >= -1 ? [] : [`${at} is no id`]),
  'physicalLocation?': physicalLocation,
  'message?': message,
});
const fix = object({
  'description?': message,
  artifactChanges: listOf(
    object({
      artifactLocation,
      replacements: listOf(object({ deletedRegion: region, 'insertedContent?': object({ text }) }), 1),
    }),
    1,
  ),
});
const result = object({
  message,
  'ruleId?': text,
  'ruleIndex?': (value, at) => (Number.isInteger(value) && Number(value) >= -1 ? [] : [`${at} is no index`]),
  'level?': oneOf('none', 'note', 'warning', 'error'),
  'locations?': listOf(location),
  'relatedLocations?': listOf(location),
  'fixes?': listOf(fix),
  'properties?': (value, at) => (typeof value === 'object' ? [] : [`${at} is no bag of properties`]),
});
const rule = object({ id: text, 'shortDescription?': message, 'helpUri?': text });
const driver = object({ name: text, 'semanticVersion?': text, 'rules?': listOf(rule) });
const log = object({
  '$schema?': text,
  version: oneOf('2.1.0'),
  runs: listOf(
    object({
      tool: object({ driver }),
      'results?': listOf(result),
      'columnKind?': oneOf('utf16CodeUnits', 'unicodeCodePoints'),
      'originalUriBaseIds?': (value, at) => (typeof value === 'object' ? [] : [`${at} is no object`]),
    }),
  ),
});

/** What of a log is not as the schema wants it; a rule that a result names has to be where the result says. */
export function sarifProblems(value: unknown): readonly string[] {
  const problems = log(value, 'log');
  if (problems.length > 0) return problems;
  const { runs } = value as { runs: readonly Run[] };
  return runs.flatMap(({ tool, results = [] }) =>
    results.flatMap(({ ruleId, ruleIndex = -1 }, at) =>
      ruleIndex === -1 || tool.driver.rules?.[ruleIndex]?.id === ruleId
        ? []
        : [`result ${at} names another rule`],
    ),
  );
}

interface Run {
  readonly tool: { readonly driver: { readonly rules?: readonly { readonly id: string }[] } };
  readonly results?: readonly { readonly ruleId?: string; readonly ruleIndex?: number }[];
}
