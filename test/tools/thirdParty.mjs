// What of other people's work is in the bundles: its licences, as one text that ships, and the list of its parts.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {{ readonly name: string, readonly version: string, readonly license: string, readonly text: string,
 *   readonly integrity: string, readonly hasInstallScript: boolean }} Part
 */

/** Licences that ask for no more than to be shown. The one of Creative Commons is that of icons. */
const allowed = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'BlueOak-1.0.0',
]);
const licenseFile = /^(licen[cs]e|copying|notice)/i;

/**
 * The packages that files of the bundles come from, by name. Throws where one may not ship: its licence is another, its
 * text is not there, it is not pinned by the lock file, or it needs a script of its own to be installed.
 * @param {string} root
 * @param {Iterable<string>} inputs paths of bundled files, relative to the root
 * @returns {readonly Part[]}
 */
export function bundledParts(root, inputs) {
  const folders = new Set([...inputs].flatMap((input) => packageFolder(input) ?? []));
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const parts = [...folders].sort().map((folder) => readPart(root, folder, lock.packages[folder]));
  const problems = parts.flatMap(problemsOf);
  if (problems.length > 0) throw new Error(`What is bundled can't ship:\n${problems.join('\n')}`);
  return parts;
}

/** @param {string} input */
function packageFolder(input) {
  const [, folder] = /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/')) ?? [];
  return folder;
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {{ readonly version: string, readonly integrity?: string, readonly hasInstallScript?: boolean } | undefined} locked
 * @returns {Part}
 */
function readPart(root, folder, locked) {
  const place = path.join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const texts = readdirSync(place)
    .filter((file) => licenseFile.test(file))
    .sort()
    .map((file) => readFileSync(path.join(place, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return {
    name,
    version,
    license: String(license ?? ''),
    text: texts.join('\n\n'),
    integrity: locked?.version === version ? (locked?.integrity ?? '') : '',
    hasInstallScript: locked?.hasInstallScript ?? false,
  };
}

/**
 * Why a part may not ship; empty where it may.
 * @param {Part} part
 * @returns {readonly string[]}
 */
export function problemsOf({ name, version, license, text, integrity, hasInstallScript }) {
  const choices = license.replace(/[()]/g, '').split(/ OR /);
  return [
    ...(choices.some((choice) => choice.split(/ AND /).every((each) => allowed.has(each)))
      ? []
      : [`its licence is ${license || 'not named'}`]),
    ...(text === '' ? ['the text of its licence is not there'] : []),
    ...(integrity === '' ? ['the lock file does not hold it'] : []),
    ...(hasInstallScript ? ['it runs a script when it is installed'] : []),
  ].map((problem) => `${name}@${version}: ${problem}`);
}

/**
 * The text that ships.
 * @param {readonly Part[]} parts
 */
export function noticesOf(parts) {
  const head = 'Tiercel holds parts of these packages. Each stands here with its licence.';
  const texts = parts.map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}`);
  return `${[head, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/**
 * The parts as a bill of materials (CycloneDX 1.5). It holds no time and no chance: the same bundles give the same.
 * @param {readonly Part[]} parts
 * @param {{ readonly name: string, readonly version: string, readonly license: string }} product
 */
export function billOf(parts, product) {
  const purl = (/** @type {{ readonly name: string, readonly version: string }} */ { name, version }) =>
    `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const licenses = (/** @type {string} */ license) =>
    / (?:OR|AND) /.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purl(product),
        name: product.name,
        version: product.version,
        licenses: licenses(product.license),
      },
    },
    components: parts.map((part) => ({
      type: 'library',
      'bom-ref': purl(part),
      name: part.name,
      version: part.version,
      scope: 'required',
      purl: purl(part),
      licenses: licenses(part.license),
      hashes: [{ alg: 'SHA-512', content: sha512Of(part.integrity) }],
    })),
    dependencies: [{ ref: purl(product), dependsOn: parts.map(purl) }],
  };
}

/** @param {string} integrity */
function sha512Of(integrity) {
  const [, digest = ''] = /^sha512-(.+)$/.exec(integrity) ?? [];
  return Buffer.from(digest, 'base64').toString('hex');
}

export const noticesFile = 'dist/THIRD_PARTY_NOTICES.txt';
/** @param {string} version */
export const billFile = (version) => `out/tiercel-${version}.cdx.json`;
