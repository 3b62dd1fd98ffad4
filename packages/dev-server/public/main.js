// Starts the page.
import { render } from 'preact';
import { html } from './parts/html.js';
import { App } from './shell/app.js';
import { Workbench } from './shell/workbench.js';
import { takeToken } from './store/page-token.js';
import { applyTheme } from './store/theme.js';

applyTheme();
const bench = new Workbench(takeToken());
bench.link.connect();
render(html`<${App} bench=${bench} />`, /** @type {Element} */ (document.getElementById('app')));
