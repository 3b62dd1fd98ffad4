// Reads one TypeScript file: its place in the workspace, its syntax and everything it imports. It alone knows how an
// import can be written; it does not know where an import leads.
import ts from 'typescript';

/**
 * One import, re-export, dynamic import or `import()` type, or what `process.getBuiltinModule` is asked for; a type import counts
 * like any other.
 */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

export interface SourceFile {
  /** From the workspace's root, with slashes. */
  readonly path: string;
  /** From the package's folder: `src/wire/mask.ts`. */
  readonly place: string;
  readonly text: string;
  readonly syntax: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Parses a file of the package in `folder`. */
export function parse(folder: string, path: string, text: string): SourceFile {
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  visit(syntax, (node) => {
    const specifier = specifierOf(node);
    if (specifier) imports.push({ specifier: specifier.text, line: lineOf(syntax, node) });
  });
  return { path, place: path.slice(folder.length + 1), text, syntax, imports };
}

/** Calls back for every node of a tree, parents first. */
export function visit(node: ts.Node, callback: (node: ts.Node) => void): void {
  callback(node);
  ts.forEachChild(node, (child) => visit(child, callback));
}

/** The line, counted from 1, on which a node begins. */
export function lineOf(syntax: ts.SourceFile, node: ts.Node): number {
  return syntax.getLineAndCharacterOfPosition(node.getStart(syntax)).line + 1;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  let specifier: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) specifier = node.moduleSpecifier;
  else if (ts.isExternalModuleReference(node)) specifier = node.expression;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) specifier = node.argument.literal;
  else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || asksForBuiltin(node)))
    specifier = node.arguments[0];
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

/** Whether a call is `process.getBuiltinModule('…')`: an import that is made when it is needed. */
export function asksForBuiltin({ expression, arguments: [name] }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'process' &&
    expression.name.text === 'getBuiltinModule' &&
    name !== undefined &&
    ts.isStringLiteralLike(name)
  );
}
