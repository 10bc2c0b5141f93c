/** A server's name and version for people: some give as their version a sentence, or all that they were built of. */
export function serverLabel(name: string, version: string | undefined): string {
  const short = version === undefined ? '' : shortVersion(version);
  return short === '' ? name : `${name} ${short}`;
}

function shortVersion(version: string): string {
  if (version.startsWith('{')) return shortVersion(versionInBuild(version));
  return /\s/.test(version.trim()) ? (/\bv?\d+(?:\.\d+)+\S*/.exec(version)?.[0] ?? '') : version.trim();
}

/** gopls tells the build of its program, as JSON. */
function versionInBuild(text: string): string {
  try {
    const build = JSON.parse(text) as {
      readonly Main?: { readonly Version?: unknown };
      readonly Version?: unknown;
    };
    const versions = [build.Main?.Version, build.Version];
    return String(
      versions.find((each) => typeof each === 'string' && each !== '' && each !== '(devel)') ?? '',
    );
  } catch {
    return '';
  }
}
