import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Each language with the endings of its files. What is rare or large is left out: the page has to load at once. */
const languages = {
  bash: [bash, 'sh bash zsh'],
  cpp: [cpp, 'c h cc cpp cxx hpp hh ino'],
  csharp: [csharp, 'cs csx'],
  css: [css, 'css scss less'],
  go: [go, 'go'],
  ini: [ini, 'ini toml cfg conf properties editorconfig'],
  java: [java, 'java'],
  json: [json, 'json jsonc json5 code-workspace webmanifest'],
  kotlin: [kotlin, 'kt kts'],
  markdown: [markdown, 'md markdown mdx'],
  php: [php, 'php'],
  python: [python, 'py pyi pyw'],
  ruby: [ruby, 'rb rake gemspec'],
  rust: [rust, 'rs'],
  sql: [sql, 'sql'],
  typescript: [typescript, 'ts tsx mts cts js jsx mjs cjs'],
  xml: [xml, 'xml html htm xhtml svg vue svelte'],
  yaml: [yaml, 'yaml yml'],
} as const;

const byEnding = new Map<string, string>();
for (const [name, [language, endings]] of Object.entries(languages)) {
  hljs.registerLanguage(name, language);
  for (const ending of endings.split(' ')) byEnding.set(ending, name);
}

/** The language that a path's ending stands for; undefined where it is none that is known here. */
export function languageOf(path: string): string | undefined {
  return byEnding.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

/** Code as HTML of spans whose classes name what they hold; it is read, and never put into the page as such. */
export function markUp(code: string, language: string): string {
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
