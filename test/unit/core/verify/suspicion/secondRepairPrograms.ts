export const tsRoute = `import type { Handler, Route } from './types.ts';

export class Router {
  #routes: Route[] = [];

  add(pattern: string, handler: Handler): this {
    if (!pattern.startsWith('/')) throw new TypeError(\`pattern must start with /: \${pattern}\`);
    this.#routes.push({ parts: pattern.split('/'), handler });
    return this;
  }

  match(path: string): { handler: Handler; params: Record<string, string> } | undefined {
    const parts = path.split('/');
    for (const route of this.#routes) {
      if (route.parts.length !== parts.length) continue;
      const params: Record<string, string> = {};
      const fits = route.parts.every((part, i) => {
        if (part.startsWith(':')) {
          params[part.slice(1)] = parts[i] as string;
          return true;
        }
        return part === parts[i];
      });
      if (fits) return { handler: route.handler, params };
    }
    return undefined;
  }
}
`;
export const tsRouteTest = `import { describe, expect, it, vi } from 'vitest';
import { Router } from '../src/router.ts';

describe('Router', () => {
  it('decodes params', () => {
    const router = new Router().add('/users/:name', vi.fn());
    expect(router.match('/users/J%C3%BCrgen')?.params).toEqual({ name: 'Jürgen' });
  });
  it('gives undefined for what does not fit', () => {
    const router = new Router().add('/users/:name', vi.fn());
    expect(router.match('/orders/77')).toBeUndefined();
  });
  it('refuses', () => {
    expect(() => new Router().add('users', vi.fn())).toThrow(TypeError);
  });
});
`;
export const routeTask = 'Router.match must decode percent-encoded parameters';
export const jsCsv = `export function parseCsv(text) {
  const rows = [];
  for (const line of text.split('\\n')) {
    if (line === '') continue;
    rows.push(line.split(','));
  }
  return rows;
}

export async function importCsv(file, store) {
  const response = await fetch(file);
  if (!response.ok) {
    throw new Error('could not load ' + file);
  }
  const rows = parseCsv(await response.text());
  for (const row of rows) {
    await store.insert(row);
  }
  return rows.length;
}
`;
export const jsCsvTest = `import { parseCsv } from '../src/csv.js';

test('quoted fields', () => {
  expect(parseCsv('id,name\\n31,"Meyer, Anna"')).toEqual([
    ['id', 'name'],
    ['31', 'Meyer, Anna'],
  ]);
});
test('plain', () => {
  expect(parseCsv('a,b\\nc,d')).toEqual([['a', 'b'], ['c', 'd']]);
});
`;
export const csvTask = 'parseCsv splits quoted fields at commas inside the quotes';
export const pyText = `import re


class Slugger:
    def __init__(self, limit=60):
        self.limit = limit
        self.seen = {}

    def slug(self, title):
        text = title.lower()
        text = re.sub(r"[^a-z0-9]+", "-", text)
        return text[: self.limit]

    def unique(self, title):
        base = self.slug(title)
        count = self.seen.get(base, 0)
        self.seen[base] = count + 1
        if count == 0:
            return base
        return f"{base}-{count}"


def check(title):
    if not title.strip():
        raise ValueError("empty title")
    if len(title) > 300:
        raise ValueError("title too long")
    return title.strip()
`;
export const pyTextTest = `import unittest

from blog.slug import Slugger, check


class SluggerTest(unittest.TestCase):
    def test_umlauts(self):
        self.assertEqual(Slugger().slug("Größe & Maß 2"), "groesse-mass-2")

    def test_edges(self):
        self.assertEqual(Slugger().slug("-- Hello --"), "hello")

    def test_unique(self):
        s = Slugger()
        self.assertEqual(s.unique("A b"), "a-b")
        self.assertEqual(s.unique("A b"), "a-b-1")

    def test_check(self):
        with self.assertRaises(ValueError):
            check("   ")
`;
export const slugTask = 'Slugger.slug must spell out German umlauts and strip dashes at both ends';
export const goConf = `package conf

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Parse reads key = value lines.
func Parse(r io.Reader) (map[string]string, error) {
	out := map[string]string{}
	scanner := bufio.NewScanner(r)
	number := 0
	for scanner.Scan() {
		number++
		line := strings.TrimSpace(scanner.Text())
		if line == "" {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("line %d: no =", number)
		}
		out[key] = value
	}
	return out, scanner.Err()
}
`;
export const goConfTest = `package conf

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	cases := []struct {
		in   string
		key  string
		want string
	}{
		{"port = 8417", "port", "8417"},
		{"# note\\nhost = db-03.local", "host", "db-03.local"},
	}
	for _, c := range cases {
		got, err := Parse(strings.NewReader(c.in))
		if err != nil {
			t.Fatalf("%q: %v", c.in, err)
		}
		if got[c.key] != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got[c.key], c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	if _, err := Parse(strings.NewReader("port")); err == nil {
		t.Error("no error")
	}
}
`;
export const confTask = 'conf.Parse must trim keys and values and skip comment lines that start with #';
export const rsRoman = `/// Reads a Roman number.
pub fn from_roman(text: &str) -> Option<u32> {
    let mut total = 0;
    for c in text.chars() {
        total += digit(c)?;
    }
    Some(total)
}

fn digit(c: char) -> Option<u32> {
    match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        'C' => Some(100),
        _ => None,
    }
}

pub fn read(path: &Path) -> Result<Vec<u32>, ReadError> {
    let text = fs::read_to_string(path)?;
    text.lines()
        .map(|line| from_roman(line).ok_or_else(|| ReadError::Digit(line.to_owned())))
        .collect()
}
`;
export const rsRomanTest = `#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtracts() {
        assert_eq!(from_roman("XLIV"), Some(44));
        assert_eq!(from_roman("XCVIII"), Some(98));
    }

    #[test]
    fn refuses() {
        assert_eq!(from_roman("A"), None);
    }
}
`;
export const romanTask = 'from_roman must subtract smaller digits before larger ones';
export const javaSched = `package jobs;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.TreeMap;

public final class Scheduler {
    private final TreeMap<LocalTime, Job> jobs = new TreeMap<>();

    public void add(LocalTime at, Job job) {
        if (jobs.containsKey(at)) {
            throw new IllegalStateException("slot taken: " + at);
        }
        jobs.put(at, job);
    }

    public Job next(LocalTime now) {
        Map.Entry<LocalTime, Job> entry = jobs.higherEntry(now);
        return entry == null ? null : entry.getValue();
    }

    public void runAll(Runner runner) throws JobException {
        for (Job job : jobs.values()) {
            runner.run(job);
        }
    }
}
`;
export const javaSchedTest = `package jobs;

class SchedulerTest {
    @Test
    void wrapsAroundMidnight() {
        Scheduler s = new Scheduler();
        s.add(LocalTime.of(6, 45), new Job("backup-1187"));
        assertEquals("backup-1187", s.next(LocalTime.of(23, 10)).name());
    }

    @Test
    void refusesTakenSlot() {
        Scheduler s = new Scheduler();
        s.add(LocalTime.NOON, new Job("a"));
        assertThrows(IllegalStateException.class, () -> s.add(LocalTime.NOON, new Job("b")));
    }
}
`;
export const schedTask = 'Scheduler.next must wrap around midnight';
