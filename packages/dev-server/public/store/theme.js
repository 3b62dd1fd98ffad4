// Light or dark: as the system has it, unless the user chose.
import { keptStore } from './kept-store.js';

/** @typedef {'auto' | 'light' | 'dark'} Theme */

/** The themes in the order in which the button steps through them. */
export const themes = /** @type {const} */ (['auto', 'light', 'dark']);

/** What the user chose. */
export const theme = keptStore(
  'theme',
  /** @type {Theme} */ ('auto'),
  /** @returns {value is Theme} */ (value) => themes.includes(/** @type {Theme} */ (value)),
);

/** Makes the document follow the choice, now and later. */
export function applyTheme() {
  const apply = () => {
    if (theme.value === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  };
  apply();
  theme.watch(apply);
}
