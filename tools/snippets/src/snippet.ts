// Finds the TypeScript blocks of a Markdown page. A block is a module of its own; one whose first line is a comment
// with a file name can be imported by the page's other blocks under that name.

export interface Snippet {
  readonly page: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
  readonly name: string;
  readonly code: string;
  readonly runs: boolean;
}

/** Collects the blocks fenced as `ts` and as `ts run`. */
export function snippetsOf(page: string, text: string): Snippet[] {
  const snippets: Snippet[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^(\s*)(`{3,})\s*(.*)$/.exec(lines[index] ?? '');
    if (!fence) continue;
    const [, indent = '', ticks = '', info = ''] = fence;
    const start = index;
    const body: string[] = [];
    for (index += 1; index < lines.length && !closes(lines[index] ?? '', ticks); index += 1) {
      body.push((lines[index] ?? '').slice(indent.length));
    }
    const [language, ...words] = info.trim().split(/\s+/);
    if (language !== 'ts') continue;
    snippets.push({
      page,
      line: start + 1,
      name: nameOf(body[0], start + 1),
      code: body.join('\n'),
      runs: words.includes('run'),
    });
  }
  return snippets;
}

function closes(line: string, ticks: string): boolean {
  return line.trim().startsWith(ticks) && /^`+$/.test(line.trim());
}

function nameOf(firstLine: string | undefined, line: number): string {
  return /^\/\/ ([\w-]+\.ts)\b/.exec(firstLine ?? '')?.[1] ?? `line-${line}.ts`;
}
