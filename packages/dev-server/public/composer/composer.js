// Where a message is written and sent.
import { draftKinds, problemOf } from '../compose/draft.js';
import { ownVariables } from '../compose/variables.js';
import { sizeText } from '../parts/amounts.js';
import { Choice } from '../parts/choice.js';
import { Glyph } from '../parts/glyph.js';
import { html } from '../parts/html.js';
import { useStore } from '../store/store.js';
import { HistoryMenu, SnippetMenu, VariableMenu } from './composer-menus.js';
import { FilePicker } from './file-picker.js';
import { RepeatMenu } from './repeat-menu.js';

/** @typedef {import('../session/session.js').Session} Session */
/** @typedef {{ currentTarget: HTMLInputElement }} InputEvent */

const hints = /** @type {Readonly<Record<string, string>>} */ ({
  text: 'A text message. {{now}}, {{uuid}} and {{n}} are filled in.',
  json: '{ "sent": "{{now}}" }',
  hex: '48 65 6c 6c 6f',
  base64: 'SGVsbG8=',
});

/** @param {{ session: Session, id: string }} props */
export function Composer({ session, id }) {
  const box = session.draft;
  const draft = useStore(box.draft);
  const own = useStore(ownVariables);
  const file = useStore(box.file);
  const { phase } = useStore(session.state);
  const progress = useStore(box.repeater.progress);
  const isFile = draft.kind === 'file';
  const problem = isFile
    ? file
      ? ''
      : 'choose a file'
    : draft.text === '' && draft.kind === 'json'
      ? 'empty'
      : problemOf(draft, own);
  const canSend = phase === 'open' && problem === '';
  const send = () => canSend && box.send(() => session.transport);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  return html`<section class="composer" aria-label="Composer" onKeyDown=${onKeyDown}>
    <div class="composer-bar">
      <${Choice}
        label="Kind of message"
        value=${draft.kind}
        options=${draftKinds}
        onChange=${(/** @type {typeof draft.kind} */ kind) => box.draft.patch({ kind })}
      />
      <span class="grow"></span>
      <span class=${`composer-note ${problem && draft.text !== '' ? 'bad' : 'faint'}`} aria-live="polite">
        ${problem && draft.text !== '' ? problem : isFile ? '' : draft.kind === 'json' && !problem ? 'valid JSON' : ''}
      </span>
    </div>
    ${
      isFile
        ? html`<${FilePicker} box=${box} />`
        : html`<textarea
            class="field mono"
            id=${`${id}-message`}
            aria-label="Message"
            rows="4"
            spellcheck=${false}
            aria-invalid=${problem !== '' && draft.text !== ''}
            placeholder=${hints[draft.kind]}
            value=${draft.text}
            onInput=${(/** @type {InputEvent} */ { currentTarget }) => box.draft.patch({ text: currentTarget.value })}
          ></textarea>`
    }
    <div class="composer-bar">
      <${RepeatMenu} session=${session} />
      <${VariableMenu} onInsert=${(/** @type {string} */ text) => box.draft.patch({ text: draft.text + text })} />
      <${HistoryMenu} box=${box} />
      <${SnippetMenu} box=${box} />
      <span class="grow"></span>
      <kbd class="send-key">Ctrl+Enter</kbd>
      <button
        type="button"
        class="button ping-button"
        aria-label="Ping"
        disabled=${phase !== 'open' || session.form.value.via === 'direct'}
        title="Send a ping"
        onClick=${() => session.transport?.ping()}
      >
        <${Glyph} name="ping" /><span>Ping</span>
      </button>
      ${
        progress
          ? html`<button type="button" class="button main" onClick=${() => box.repeater.stop()}>
              Stop (${progress.sent}/${progress.count})
            </button>`
          : html`<button type="button" class="button main" disabled=${!canSend} title="Ctrl+Enter" onClick=${send}>
              <${Glyph} name="send" />Send ${file && isFile ? html` ${sizeText(file.bytes.length)}` : null}
            </button>`
      }
    </div>
  </section>`;
}
