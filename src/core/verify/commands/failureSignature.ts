import type { CommandOutput } from './outputDigest.ts';

const mostLines = 40;
/** Where no line speaks of a failure, the end of the output has to do. */
const lastLines = 10;

/**
 * A short name for the way in which a command failed: the same for two runs that differ only in paths, numbers, times
 * and addresses, so that a debug loop can tell that it goes in a circle.
 */
export function failureSignature(output: CommandOutput): string {
  const lines = output.failing.length > 0 ? output.failing : output.text.split('\n').slice(-lastLines);
  const seen = new Set(lines.map(abstracted).filter((line) => line !== ''));
  return hash([...seen].slice(0, mostLines).join('\n'));
}

function abstracted(line: string): string {
  return line
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<id>')
    .replace(/(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][\w.@ -]*[\w.@-])+[\\/]?(?=[\\/\s:'")\]]|$)/g, (path) => {
      const name = path.split(/[\\/]/).at(-1) ?? '';
      return `/${name}`;
    })
    .replace(/\b0x[0-9a-f]+\b/gi, '<hex>')
    .replace(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,}\b/gi, '<hex>')
    .replace(/\d+(?:[.,:]\d+)*/g, '#')
    .replace(/#\s*(?:ms|s|sec|seconds|m|min)\b/g, '#')
    .replace(/\s+/g, ' ')
    .trim();
}

/** FNV-1a in two halves of 32 bits: short to show, and no secret that could leak. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + at), 0x85ebca6b);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
