// How something leaves the page: into the clipboard, or as a file; and how a file comes in.
import { complain, say } from '../store/toast.js';

/**
 * Copies a text, and says so.
 * @param {string} text
 * @param {string} what For the sentence: "the link".
 */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    complain(`The browser does not let this page copy ${what}`);
  }
}

/**
 * Saves a text as a file.
 * @param {string} name
 * @param {string} text
 */
export function saveFile(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Lets the user choose a file; resolves with undefined when there is none.
 * @param {string} accept
 * @returns {Promise<File | undefined>}
 */
export function chooseFile(accept) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0]);
    input.oncancel = () => resolve(undefined);
    input.click();
  });
}
