export { findChromium } from './find-chromium.js';
export { installChromium } from './install-chromium.js';
export { launchBrowser, launchTimeout } from './launch-browser.js';
