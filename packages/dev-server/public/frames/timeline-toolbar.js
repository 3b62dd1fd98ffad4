// Above the timeline: what to search for, what to show, and what to do with all of it.
import { useState } from 'preact/hooks';
import { asCommand } from '../export/as-command.js';
import { asTest } from '../export/as-test.js';
import { chooseFile, copy, saveFile } from '../export/hand-over.js';
import { fromRecording, toRecording } from '../export/recording.js';
import { Choice } from '../parts/choice.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { Menu } from '../parts/menu.js';
import { kindGroups } from '../session/frame-filter.js';
import { complain, say } from '../store/toast.js';
import { useStore } from '../store/store.js';

/** @typedef {import('../session/frame-log.js').FrameLog} FrameLog */

const directions = /** @type {const} */ ([
  ['both', 'All', 'Both directions'],
  ['sent', html`<${Glyph} name="up" />`, 'Sent only'],
  ['received', html`<${Glyph} name="down" />`, 'Received only'],
]);

/** @param {{ log: FrameLog }} props */
export function TimelineToolbar({ log }) {
  useStore(log.changes);
  const [form, setForm] = useState(log.view.form);
  const { view } = log;
  const change = (/** @type {Partial<typeof form>} */ fields) => {
    const next = { ...form, ...fields };
    setForm(next);
    view.filter(next);
    log.announce();
  };
  const pause = () => {
    if (view.isPaused) view.resume();
    else view.pause();
    log.announce();
  };
  const isPattern = form.isPattern;
  return html`<div class="toolbar">
    <div class="search">
      <${Glyph} name="search" />
      <input
        class="field"
        type="search"
        data-search
        aria-label="Search frames"
        placeholder=${isPattern ? 'Pattern' : 'Search'}
        aria-invalid=${view.problem !== ''}
        value=${form.search}
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ { currentTarget }) =>
          change({ search: currentTarget.value })}
      />
      <button
        type="button"
        class="button plain icon pattern"
        aria-label="Search by regular expression"
        title="Search by regular expression"
        aria-pressed=${isPattern}
        onClick=${() => change({ isPattern: !isPattern })}
      >
        .*
      </button>
    </div>
    <${Choice}
      label="Direction"
      value=${form.direction}
      options=${directions}
      onChange=${(/** @type {typeof form.direction} */ direction) => change({ direction })}
    />
    <${KindMenu} kinds=${form.kinds} onChange=${(/** @type {readonly string[]} */ kinds) => change({ kinds })} />
    <span class="grow"></span>
    <button
      type="button"
      class="button plain pause"
      aria-pressed=${view.isPaused}
      aria-label=${view.isPaused ? `Resume (${view.held})` : 'Pause'}
      title=${view.isPaused ? 'Show what came since' : 'Hold the timeline still; frames are still kept'}
      onClick=${pause}
    >
      <${Glyph} name=${view.isPaused ? 'play' : 'pause'} /><span
        >${view.isPaused ? `Resume (${view.held})` : 'Pause'}</span
      >
    </button>
    <button
      type="button"
      class="button plain icon"
      aria-label="Clear frames"
      title="Clear frames"
      onClick=${() => log.clear()}
    >
      <${Glyph} name="clear" />
    </button>
    <${ExportMenu} log=${log} />
    ${view.problem && html`<p class="toolbar-note bad" role="status">${view.problem}</p>`}
  </div>`;
}

/** @param {{ kinds: readonly string[], onChange: (kinds: readonly string[]) => void }} props */
function KindMenu({ kinds, onChange }) {
  const text = kinds.length === 0 ? 'All opcodes' : kinds.join(', ');
  return html`<${Menu} label="Opcodes" place="left" text=${text}>
    ${() =>
      html`${Object.keys(kindGroups).map(
          (name) =>
            html`<label class="check padded" key=${name}>
              <input
                type="checkbox"
                checked=${kinds.includes(name)}
                onChange=${() =>
                  onChange(kinds.includes(name) ? kinds.filter((each) => each !== name) : [...kinds, name])}
              />${name}
            </label>`,
        )} <button type="button" disabled=${kinds.length === 0} onClick=${() => onChange([])}>Show all</button>`}
  <//>`;
}

/** @param {{ log: FrameLog }} props */
function ExportMenu({ log }) {
  /** @param {() => string} make @param {string} what */
  const copyMade = (make, what) => {
    try {
      void copy(make(), what);
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  const load = async () => {
    const file = await chooseFile('.ndjson,.jsonl,application/x-ndjson');
    if (!file) return;
    try {
      const frames = fromRecording(await file.text(), performance.timeOrigin + performance.now());
      log.load(frames);
      say(`Loaded ${frames.length} frames of ${file.name}`);
    } catch (error) {
      complain(/** @type {Error} */ (error).message);
    }
  };
  const { ring, form, near } = log;
  const items = /** @type {const} */ ([
    ['terminal', 'Copy as command', () => copyMade(() => asCommand(form.value), 'the command')],
    ['braces', 'Copy as TypeScript test', () => copyMade(() => asTest(form.value, ring, near), 'the test')],
    ['export', 'Download as NDJSON', () => saveFile('frames.ndjson', toRecording(ring, form.value.url, near))],
    ['import', 'Load a recording…', () => void load()],
  ]);
  // What is watched is somebody else's: nothing of ours is mixed into it.
  const shown = near === 'client' ? items : items.slice(0, -1);
  return html`<${Menu} label="Export and import" glyph="export">
    ${(/** @type {() => void} */ close) =>
      shown.map(
        ([glyph, text, run]) =>
          html`<button
            key=${text}
            type="button"
            onClick=${() => {
              close();
              run();
            }}
          >
            <${Glyph} name=${glyph} />${text}
          </button>`,
      )}
  <//>`;
}
