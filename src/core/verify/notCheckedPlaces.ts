import { counted } from '../../base/counted.ts';
import type { NotChecked } from './checker.ts';

/** How many files, and folders whose files nobody can tell: "2 files", "1 file and 1 folder". */
export function countPlaces(places: readonly NotChecked[]): string {
  const folders = places.filter(({ path }) => path.endsWith('/')).length;
  const files = places.length - folders;
  return [
    ...(files > 0 ? [counted(files, 'file')] : []),
    ...(folders > 0 ? [counted(folders, 'folder')] : []),
  ].join(' and ');
}

/** The same behind "the": "folder" where there is one. */
export function whichPlaces(places: readonly NotChecked[]): string {
  const [only] = places;
  if (!only || places.length > 1) return countPlaces(places);
  return only.path.endsWith('/') ? 'folder' : 'file';
}

/** The same as the subject of a sentence: "1 folder was", "2 files and 1 folder were". */
export function placesWere(places: readonly NotChecked[]): string {
  return `${countPlaces(places)} ${places.length === 1 ? 'was' : 'were'}`;
}

/** What is said of a file that was not checked: of itself, or else of the folders around it. */
export function placesOf(file: string, places: readonly NotChecked[]): readonly NotChecked[] {
  const own = places.filter(({ path }) => path === file);
  if (own.length > 0) return own;
  return places.filter(({ path }) => path === './' || (path.endsWith('/') && file.startsWith(path)));
}
