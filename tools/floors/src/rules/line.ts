// Left of the line there is no I/O, no timer, no promise, no clock and no chance: the protocol is a function of bytes.
import { isBuiltin } from 'node:module';
import ts from 'typescript';
import { builtinsLeftOfTheLine, namesRightOfTheLine } from '../house.js';
import { asksForBuiltin, lineOf, visit, type SourceFile } from '../source-file.js';
import type { Violation } from '../violation.js';
import type { Workspace } from '../workspace.js';

const rule = 'line';

export function* checkLine({ packages }: Workspace): Iterable<Violation> {
  for (const { plan, files } of packages) {
    const floors = plan?.floors ?? [];
    const last = floors.findIndex((floor) => floor.includes(plan?.lineAfter ?? ''));
    const left = floors.slice(0, last + 1).flat();
    for (const file of files) {
      if (left.some((floor) => file.place.startsWith(`src/${floor}/`))) yield* checkFile(file);
    }
  }
}

function* checkFile(file: SourceFile): Iterable<Violation> {
  for (const { specifier, line } of file.imports) {
    if (!isBuiltin(specifier) || builtinsLeftOfTheLine.includes(specifier)) continue;
    yield { file: file.path, line, rule, sentence: `"${specifier}" may not be imported left of the line` };
  }
  const found: Violation[] = [];
  visit(file.syntax, (node) => {
    const sentence = refusal(node);
    if (sentence) found.push({ file: file.path, line: lineOf(file.syntax, node), rule, sentence });
  });
  yield* found;
}

function refusal(node: ts.Node): string | undefined {
  if (
    node.kind === ts.SyntaxKind.AsyncKeyword ||
    node.kind === ts.SyntaxKind.AwaitKeyword ||
    ts.isAwaitExpression(node)
  ) {
    return 'async and await may not be used left of the line: the protocol answers at once';
  }
  if (!ts.isIdentifier(node) || isMember(node) || isImporting(node)) return undefined;
  const name = [node.text, dotted(node)].find((candidate) => Object.hasOwn(namesRightOfTheLine, candidate));
  return name && `"${name}" may not be used left of the line: ${namesRightOfTheLine[name]}`;
}

/** Whether a name is the right-hand side of a dot or names a member, and so is not the global of that name. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isPropertyAssignment(parent)) && parent.name === node
  );
}

/** Whether a name is the `process` of `process.getBuiltinModule('…')`, which is judged as the import that it is. */
function isImporting({ parent: { parent } }: ts.Identifier): boolean {
  return ts.isCallExpression(parent) && asksForBuiltin(parent);
}

function dotted(node: ts.Identifier): string {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node ? `${node.text}.${parent.name.text}` : '';
}
