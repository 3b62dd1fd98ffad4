// The line that one types on: with history, and undisturbed by what comes meanwhile.
import { WebSocketError, type WebSocket } from '@ws4ts/core';
import { createInterface, type Interface } from 'node:readline';
import { shownMessage } from './shown-message.js';
import type { Terminal } from './terminal.js';

const HELP = `  /ping [text]            sends a ping and tells how long the pong took
  /binary hex             sends bytes, such as /binary 00 ff
  /close [code] [reason]  closes, with 1000 if no code is given
  /help                   shows this
  //text                  sends /text
  Ctrl-D                  closes`;

type Command = (rest: string) => void;

/** Reads commands and messages from a terminal. */
export class Prompt {
  private readonly lines: Interface;
  private pingedAt = 0;
  private readonly commands: Readonly<Record<string, Command>> = {
    ping: (text) => this.ping(text),
    binary: (hex) => this.binary(hex),
    close: (rest) => this.closeWith(rest),
    help: () => this.show(HELP),
  };

  constructor(
    private readonly terminal: Terminal,
    private readonly socket: WebSocket,
  ) {
    const { input, output } = terminal.streams;
    this.lines = createInterface({
      input,
      output,
      prompt: '> ',
      terminal: true,
      historySize: 1000,
      removeHistoryDuplicates: true,
    });
    this.lines
      .on('line', (line) => this.typed(line))
      .on('close', () => socket.close())
      .on('SIGINT', () => socket.close());
    this.lines.prompt();
  }

  /** Writes above the line that is being typed. */
  show(text: string): void {
    this.clear();
    this.terminal.print(text);
    if (this.socket.isOpen) this.lines.prompt(true);
  }

  /** Takes away the line that is being typed, however many rows of the terminal it has. */
  private clear(): void {
    const { rows } = this.lines.getCursorPos();
    this.terminal.streams.output.write(`${rows > 0 ? `\u001b[${rows}A` : ''}\r\u001b[J`);
    // How many rows Node believes to be above the cursor: it would go up by them once more.
    (this.lines as Interface & { prevRows?: number }).prevRows = 0;
  }

  /** A pong has come. */
  ponged(payload: Buffer): void {
    const time = (performance.now() - this.pingedAt).toFixed(1);
    this.show(this.terminal.colors.dim(`pong ${payload.toString('utf8')} after ${time} ms`));
  }

  /** Ends it: what was typed and not sent goes away. */
  close(): void {
    this.clear();
    this.lines.removeAllListeners('close').close();
  }

  private typed(line: string): void {
    try {
      const [, name, rest = ''] = /^\/(\w+)(?:\s+(.*))?$/.exec(line) ?? [];
      if (name === undefined) {
        if (line !== '') this.socket.send(line.replace(/^\/\//, '/'));
      } else if (Object.hasOwn(this.commands, name)) this.commands[name]!(rest);
      else this.show(`there is no /${name}; /help tells what there is, //${name} sends it`);
    } catch (error) {
      if (!(error instanceof WebSocketError)) throw error;
      this.show(this.terminal.colors.red(error.message));
    }
    if (this.socket.isOpen) this.lines.prompt();
  }

  private ping(text: string): void {
    this.pingedAt = performance.now();
    this.socket.ping(text);
  }

  private binary(hex: string): void {
    const digits = hex.replace(/\s/g, '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) return this.show('bytes are pairs of 0 to 9 and a to f');
    const bytes = Buffer.from(digits, 'hex');
    this.socket.send(bytes);
    this.show(this.terminal.colors.dim(`sent ${shownMessage(bytes, this.terminal.colors)}`));
  }

  private closeWith(rest: string): void {
    const [, code, reason = ''] = /^(\d+)?\s*(.*)$/.exec(rest) ?? [];
    this.socket.close(code === undefined ? undefined : Number(code), reason);
  }
}
