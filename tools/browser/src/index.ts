export { findChromium } from './find-chromium.js';
export { installChromium } from './install-chromium.js';
export { launchBrowser, launchTimeout } from './launch-browser.js';
export { expectAccessible, expectFits, LOOKS, SIZES, type Size } from './looks.js';
export { Visits } from './visits.js';
