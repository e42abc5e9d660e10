import ts from 'typescript';
import {parse} from 'vue/compiler-sfc';

/** What a source file reaches outside itself. */
export interface Uses {
  /** Specifiers of imports, dynamic imports, re-exports, and `new URL('./x', import.meta.url)`. */
  imports: string[];
  /** Specifiers of `export … from`. */
  reExports: string[];
  /** Global names it reads, with the member for `Date.now` and `Math.random`. */
  globals: string[];
  /** Texts of its strings and templates. */
  texts: string[];
}

/** Parses a .ts, .js, .mjs or .vue file; for .vue its script blocks count. */
export function usesOf(path: string, source: string): Uses {
  const text = path.endsWith('.vue') ? scriptOf(source) : source;
  const file = ts.createSourceFile(
    path.replace(/\.vue$/, '.ts'),
    text,
    ts.ScriptTarget.ES2023,
    true,
  );
  const uses: Uses = {imports: [], reExports: [], globals: [], texts: []};
  visit(file, uses);
  return uses;
}

function scriptOf(source: string): string {
  const {descriptor} = parse(source);
  return [descriptor.script?.content, descriptor.scriptSetup?.content].filter(Boolean).join('\n');
}

function visit(node: ts.Node, uses: Uses): void {
  const specifier = specifierOf(node);
  if (specifier !== undefined) uses.imports.push(specifier);
  if (specifier !== undefined && ts.isExportDeclaration(node)) uses.reExports.push(specifier);

  if (ts.isStringLiteralLike(node)) uses.texts.push(node.text);
  if (ts.isTemplateExpression(node))
    uses.texts.push(
      [node.head, ...node.templateSpans.map((span) => span.literal)]
        .map((part) => part.text)
        .join('?'),
    );

  if (ts.isIdentifier(node) && isRead(node)) {
    uses.globals.push(node.text);
    const {parent} = node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
      uses.globals.push(`${node.text}.${parent.name.text}`);
  }
  ts.forEachChild(node, (child) => visit(child, uses));
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
    return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return literal(node.argument.literal);
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return literal(node.arguments[0]);
  // a worker or a .sql file, named relative to this file; folders are not sources
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [first, second] = node.arguments ?? [];
    const name = literal(first);
    if (name?.match(/^\..*\.\w+$/) && second?.getText() === 'import.meta.url') return name;
  }
  return undefined;
}

function literal(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** True for a name that is read as a value, not for a member, a key, a declaration or a type. */
function isRead(node: ts.Identifier): boolean {
  const {parent} = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === node;
  return !(
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isBindingElement(parent) ||
    ts.isTypeReferenceNode(parent) ||
    ts.isQualifiedName(parent)
  );
}
