// Messages with a name, kept in this browser, and carried to another one as a file.
import { keptStore } from '../store/kept-store.js';
import { draftKinds } from './draft.js';

/** @typedef {{ name: string, kind: import('./draft.js').DraftKind, text: string }} Snippet */

const areSnippets = /** @returns {value is readonly Snippet[]} */ (/** @type {unknown} */ value) =>
  Array.isArray(value) && value.every(isSnippet);

/** The snippets, by name in order. */
export const snippets = keptStore('snippets', /** @type {readonly Snippet[]} */ ([]), areSnippets);

/**
 * Saves a snippet; one of the same name is replaced.
 * @param {Snippet} snippet
 */
export function saveSnippet(snippet) {
  merge([snippet]);
}

/** @param {string} name */
export function removeSnippet(name) {
  snippets.set(snippets.value.filter((each) => each.name !== name));
}

/** Returns all snippets as the text of a file. */
export function exportSnippets() {
  return `${JSON.stringify({ snippets: snippets.value }, null, 2)}\n`;
}

/**
 * Adds the snippets of a file, and returns how many there were. Throws an Error with a sentence for the user.
 * @param {string} text
 */
export function importSnippets(text) {
  let found;
  try {
    found = JSON.parse(text).snippets;
  } catch {
    throw new Error('the file is no JSON');
  }
  if (!areSnippets(found)) throw new Error('the file holds no snippets');
  merge(found.map(({ name, kind, text: body }) => ({ name, kind, text: body })));
  return found.length;
}

/** @param {readonly Snippet[]} added */
function merge(added) {
  const byName = new Map([...snippets.value, ...added].map((each) => [each.name, each]));
  snippets.set([...byName.values()].toSorted((one, other) => one.name.localeCompare(other.name)));
}

/** @param {unknown} value */
function isSnippet(value) {
  const { name, kind, text } = /** @type {Partial<Snippet>} */ (value ?? {});
  return typeof name === 'string' && typeof text === 'string' && draftKinds.some(([known]) => known === kind);
}
