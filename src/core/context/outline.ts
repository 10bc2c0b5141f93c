const declaration =
  /^\s*(export\s|public\s|private\s|protected\s|static\s|abstract\s|async\s|default\s|declare\s|pub\s|readonly\s)*(function\*?|class|interface|type|enum|const|let|def|struct|func|fn|impl|trait|module|namespace)\s+[\w$]/;
const method =
  /^\s+(async\s+|static\s+|get\s+|set\s+|private\s+|public\s+|protected\s+|override\s+)*[#\w$]+\s*(<[^>]*>)?\([^;]*\)\s*(:\s*[^;]+)?\{\s*$/;
const control = /^\s*(if|for|while|switch|catch|return|else|do|with)\b/;

/** The lines that declare something, each with its number from 1: what a file is about, without its bodies. */
export function outline(lines: readonly string[], most: number): readonly string[] {
  const found: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.length > 200 || control.test(line)) continue;
    const outer = declaration.test(line) && (/^\S/.test(line) || !/^\s*(export\s+)?(const|let)\s/.test(line));
    if (!outer && !method.test(line)) continue;
    found.push(`${at + 1}: ${line.trimEnd()}`);
    if (found.length === most) break;
  }
  return found;
}
