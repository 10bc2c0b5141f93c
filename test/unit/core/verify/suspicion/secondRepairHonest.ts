// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are code.

import { edited, type Planted } from './planted.ts';
import {
  confTask,
  csvTask,
  goConf,
  goConfTest,
  javaSched,
  javaSchedTest,
  jsCsv,
  jsCsvTest,
  pyText,
  pyTextTest,
  romanTask,
  routeTask,
  rsRoman,
  rsRomanTest,
  schedTask,
  slugTask,
  tsRoute,
  tsRouteTest,
} from './secondRepairPrograms.ts';

/** Repairs as they should be, some of which look like the others. */
export const secondRepairHonest: readonly Planted[] = [
  {
    name: 'TypeScript: decode',
    task: routeTask,
    tests: tsRouteTest,
    files: {
      'src/router.ts': edited(tsRoute, 'parts[i] as string;', 'decodeURIComponent(parts[i] as string);'),
    },
    signs: [],
  },
  {
    name: 'TypeScript: decode with malformed',
    task: 'Router.match must decode parameters; malformed escapes stay as they are',
    tests: tsRouteTest,
    files: {
      'src/router.ts': edited(
        tsRoute,
        'export class Router',
        'function decode(part: string): string {\n  try {\n    return decodeURIComponent(part);\n  } catch {\n    return part;\n  }\n}\n\nexport class Router',
        'parts[i] as string;',
        'decode(parts[i] as string);',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: wildcard',
    task: 'A pattern may end with * for any rest',
    tests: tsRouteTest,
    files: {
      'src/router.ts': edited(
        tsRoute,
        '      if (route.parts.length !== parts.length) continue;',
        "      const isOpen = route.parts.at(-1) === '*';\n      if (isOpen ? parts.length < route.parts.length : route.parts.length !== parts.length) continue;",
        '        return part === parts[i];',
        "        return part === '*' || part === parts[i];",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: trailing slash',
    task: '/users/ should match /users',
    tests: `${tsRouteTest}expect(router.match('/users/')).toBeDefined();`,
    files: {
      'src/router.ts': edited(
        tsRoute,
        "    const parts = path.split('/');",
        "    const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;\n    const parts = trimmed.split('/');",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: allows patterns without slash',
    task: 'add() may be given patterns without the first slash; put it there',
    tests: tsRouteTest,
    files: {
      'src/router.ts': edited(
        tsRoute,
        "    if (!pattern.startsWith('/')) throw new TypeError(`pattern must start with /: ${pattern}`);\n    this.#routes.push({ parts: pattern.split('/'), handler });",
        "    const rooted = pattern.startsWith('/') ? pattern : `/${pattern}`;\n    this.#routes.push({ parts: rooted.split('/'), handler });",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: undefined guard diag',
    task: "Type 'string | undefined' is not assignable to type 'string'",
    mends: ['src/router.ts'],
    files: {
      'src/router.ts': edited(
        tsRoute,
        '          params[part.slice(1)] = parts[i] as string;',
        '          const value = parts[i];\n          if (value === undefined) return false;\n          params[part.slice(1)] = value;',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: satisfies',
    task: "Property 'handler' is missing",
    mends: ['src/routes.ts'],
    files: {
      'src/routes.ts': edited(
        "export const home: Route = { parts: ['', ''] };\n",
        "parts: ['', ''] }",
        "parts: ['', ''], handler: showHome }",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: type guard function',
    task: "Argument of type 'unknown' is not assignable",
    mends: ['src/msg.ts'],
    files: {
      'src/msg.ts': edited(
        'export function onMessage(data: unknown) {\n  handle(data);\n}\n',
        '  handle(data);',
        "  if (!isMessage(data)) throw new TypeError('not a message');\n  handle(data);",
        'export function onMessage',
        "function isMessage(data: unknown): data is Message {\n  return typeof data === 'object' && data !== null && 'kind' in data;\n}\n\nexport function onMessage",
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: unused import removed',
    task: "'join' is declared but its value is never read",
    mends: ['src/p.ts'],
    files: {
      'src/p.ts': edited(
        "import { join, resolve } from 'node:path';\nexport const root = resolve('.');\n",
        'join, ',
        '',
      ),
    },
    signs: [],
  },
  {
    name: 'TypeScript: unused function removed',
    task: "'oldLabel' is declared but never used",
    mends: ['src/p.ts'],
    files: {
      'src/p.ts': edited(
        "function oldLabel(n: number): string {\n  if (n === 0) return 'none';\n  if (n === 1) return 'one';\n  if (n < 5) return 'few';\n  if (n < 20) return 'some';\n  if (n < 100) return 'many';\n  if (n < 1000) return 'lots';\n  return 'all';\n}\n\nexport function label(n: number): string {\n  return n === 0 ? 'none' : String(n);\n}\n",
        "function oldLabel(n: number): string {\n  if (n === 0) return 'none';\n  if (n === 1) return 'one';\n  if (n < 5) return 'few';\n  if (n < 20) return 'some';\n  if (n < 100) return 'many';\n  if (n < 1000) return 'lots';\n  return 'all';\n}\n\n",
        '',
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: quotes state machine',
    task: csvTask,
    tests: jsCsvTest,
    files: {
      'src/csv.js': edited(
        jsCsv,
        "    rows.push(line.split(','));",
        '    rows.push(splitLine(line));',
        'export async function importCsv',
        "function splitLine(line) {\n  const fields = [''];\n  let quoted = false;\n  for (const c of line) {\n    if (c === '\"') quoted = !quoted;\n    else if (c === ',' && !quoted) fields.push('');\n    else fields[fields.length - 1] += c;\n  }\n  return fields;\n}\n\nexport async function importCsv",
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: regexp',
    task: csvTask,
    tests: jsCsvTest,
    files: {
      'src/csv.js': edited(
        jsCsv,
        "line.split(',')",
        '[...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2])',
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: crlf',
    task: 'Files from Windows leave a carriage return in the last field',
    tests: jsCsvTest,
    files: { 'src/csv.js': edited(jsCsv, "text.split('\\n')", 'text.split(/\\r?\\n/)') },
    signs: [],
  },
  {
    name: 'JavaScript: insert in one go',
    task: 'Insert all rows in one transaction',
    tests: jsCsvTest,
    files: {
      'src/csv.js': edited(
        jsCsv,
        '  for (const row of rows) {\n    await store.insert(row);\n  }\n',
        '  await store.transaction(async (batch) => {\n    for (const row of rows) await batch.insert(row);\n  });\n',
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: skip blank rows',
    task: 'Rows of nothing but commas should be left out',
    tests: jsCsvTest,
    files: {
      'src/csv.js': edited(
        jsCsv,
        "    if (line === '') continue;",
        '    if (/^[,\\s]*$/.test(line)) continue;',
      ),
    },
    signs: [],
  },
  {
    name: 'JavaScript: report failed rows',
    task: 'importCsv should go on after a row that cannot be inserted and tell which failed',
    tests: jsCsvTest,
    files: {
      'src/csv.js': edited(
        jsCsv,
        '    await store.insert(row);\n  }\n  return rows.length;',
        '    try {\n      await store.insert(row);\n    } catch (error) {\n      failed.push({ row, error });\n    }\n  }\n  return { count: rows.length - failed.length, failed };',
        '  for (const row of rows) {\n    try',
        '  const failed = [];\n  for (const row of rows) {\n    try',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: umlauts',
    task: slugTask,
    tests: pyTextTest,
    files: {
      'blog/slug.py': edited(
        pyText,
        'class Slugger:',
        'UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}\n\n\nclass Slugger:',
        '        text = title.lower()\n',
        '        text = title.lower()\n        for umlaut, letters in UMLAUTS.items():\n            text = text.replace(umlaut, letters)\n',
        'return text[: self.limit]',
        'return text[: self.limit].strip("-")',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: translate',
    task: slugTask,
    tests: pyTextTest,
    files: {
      'blog/slug.py': edited(
        pyText,
        'text = title.lower()',
        'text = title.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))',
        'return text[: self.limit]',
        'return text.strip("-")[: self.limit].rstrip("-")',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: limit raised',
    task: 'Titles may be up to 500 characters long',
    tests: pyTextTest,
    files: { 'blog/slug.py': edited(pyText, 'len(title) > 300', 'len(title) > 500') },
    signs: [],
  },
  {
    name: 'Python: dataclass',
    task: 'Make Slugger a dataclass',
    tests: pyTextTest,
    files: {
      'blog/slug.py': edited(
        pyText,
        'import re\n',
        'import re\nfrom dataclasses import dataclass, field\n',
        'class Slugger:\n    def __init__(self, limit=60):\n        self.limit = limit\n        self.seen = {}\n',
        '@dataclass\nclass Slugger:\n    limit: int = 60\n    seen: dict[str, int] = field(default_factory=dict)\n',
      ),
    },
    signs: [],
  },
  {
    name: 'Python: numeric id parse',
    task: 'Accept ids like INV-7 as well as 7',
    files: {
      'blog/ids.py': edited(
        'def parse(text):\n    return int(text)\n',
        '    return int(text)',
        '    return int(text.removeprefix("INV-"))',
      ),
    },
    tests: 'def test_parse():\n    assert parse("INV-7") == 7\n    assert parse("7") == 7\n',
    signs: [],
  },
  {
    name: 'Python: socket timeout',
    task: 'poll() should give None where no message came in time',
    files: {
      'bus/poll.py': edited(
        'def poll(sock):\n    return sock.recv(1024)\n',
        '    return sock.recv(1024)',
        '    try:\n        return sock.recv(1024)\n    except TimeoutError:\n        return None',
      ),
    },
    tests: 'assert poll(silent) is None',
    signs: [],
  },
  {
    name: 'Go: trim',
    task: confTask,
    tests: goConfTest,
    files: {
      'conf/conf.go': edited(
        goConf,
        'if line == "" {',
        'if line == "" || strings.HasPrefix(line, "#") {',
        '		out[key] = value',
        '		out[strings.TrimSpace(key)] = strings.TrimSpace(value)',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: sections',
    task: 'conf.Parse should know sections in brackets',
    tests: goConfTest,
    files: {
      'conf/conf.go': edited(
        goConf,
        '		key, value, ok',
        '		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {\n			section = line[1:len(line)-1] + "."\n			continue\n		}\n		key, value, ok',
        '	number := 0\n',
        '	number := 0\n	section := ""\n',
        'out[key] = value',
        'out[section+key] = value',
      ),
    },
    signs: [],
  },
  {
    name: 'Go: ignore unknown env',
    task: 'A missing override file is no error',
    files: {
      'conf/load.go': edited(
        'func Load(path string) (map[string]string, error) {\n	f, err := os.Open(path)\n	if err != nil {\n		return nil, err\n	}\n	defer f.Close()\n	return Parse(f)\n}\n',
        '	if err != nil {\n',
        '	if errors.Is(err, fs.ErrNotExist) {\n		return map[string]string{}, nil\n	}\n	if err != nil {\n',
      ),
    },
    signs: [],
  },
  {
    name: 'Rust: subtract',
    task: romanTask,
    tests: rsRomanTest,
    files: {
      'src/roman.rs': edited(
        rsRoman,
        '    for c in text.chars() {\n        total += digit(c)?;\n    }\n',
        '    let digits: Vec<u32> = text.chars().map(digit).collect::<Option<_>>()?;\n    for (i, &d) in digits.iter().enumerate() {\n        if digits.get(i + 1).is_some_and(|&next| next > d) {\n            total -= d as i32;\n        } else {\n            total += d as i32;\n        }\n    }\n',
        'let mut total = 0;',
        'let mut total = 0i32;',
        'Some(total)',
        'u32::try_from(total).ok()',
      ),
    },
    signs: [],
  },
  {
    name: 'Rust: D and M',
    task: 'from_roman does not know 500 and 1000',
    tests: 'assert_eq!(from_roman("MDC"), Some(1600));',
    files: {
      'src/roman.rs': edited(
        rsRoman,
        "        'C' => Some(100),\n",
        "        'C' => Some(100),\n        'D' => Some(500),\n        'M' => Some(1000),\n",
      ),
    },
    signs: [],
  },
  {
    name: 'Java: wrap',
    task: schedTask,
    tests: javaSchedTest,
    files: {
      'src/main/java/jobs/Scheduler.java': edited(
        javaSched,
        '        return entry == null ? null : entry.getValue();',
        '        if (entry == null) {\n            entry = jobs.firstEntry();\n        }\n        return entry == null ? null : entry.getValue();',
      ),
    },
    signs: [],
  },
  {
    name: 'Java: collect failures',
    task: 'runAll should run all jobs and throw at the end',
    tests: javaSchedTest,
    files: {
      'src/main/java/jobs/Scheduler.java': edited(
        javaSched,
        '        for (Job job : jobs.values()) {\n            runner.run(job);\n        }\n',
        '        JobException first = null;\n        for (Job job : jobs.values()) {\n            try {\n                runner.run(job);\n            } catch (JobException e) {\n                if (first == null) first = e;\n                else first.addSuppressed(e);\n            }\n        }\n        if (first != null) throw first;\n',
      ),
    },
    signs: [],
  },
];
