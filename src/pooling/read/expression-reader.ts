import type { SyntaxNode } from '@lezer/common'
import { type Call, type Expression, type Located, REST } from './expression.ts'
import { written } from './expressions.ts'

/** Calls that leave a number what it is: `int32(50)`, `Number('5')`. */
const CONVERSION = /^(?:u?int(?:8|16|32|64)?|float(?:32|64)?|Number|(?:Number\.)?parseInt|time\.Duration)$/
const UNKNOWN: Expression = { kind: 'unknown', isEnvironment: false }
const ENVIRONMENT =
  /\bprocess\.env\b|\bimport\.meta\.env\b|\benviron\b|\bos\.(?:getenv|Getenv|LookupEnv)\b|\bgetenv\(|\benv(?:\.\w+)?\(|\bconfig\(|\bget(?:Required)?Property\(|\bDeno\.env\b/

const ARGUMENTS: ReadonlySet<string> = new Set(['ArgList', 'Arguments', 'ArgumentList'])

/** Reads expressions of one file; `define` has to see its declarations first. */
export function createReader(text: string) {
  const constants = new Map<string, SyntaxNode | undefined>()
  const slice = (node: SyntaxNode) => text.slice(node.from, node.to)
  const lineOf = lineCounter(text)

  const expression = (node: SyntaxNode | null, depth = 0): Expression => {
    if (node === null || depth > 8) return UNKNOWN
    switch (node.name) {
      case 'Number':
      case 'IntegerLiteral':
        return number(slice(node))
      case 'String':
      case 'StringLiteral':
      case 'TemplateString':
        return string(node, slice(node))
      case 'BooleanLiteral':
      case 'Boolean':
        return { kind: 'literal', value: /^true$/i.test(slice(node)) }
      case 'ObjectExpression':
      case 'DictionaryExpression':
        return { kind: 'object', entries: entries(node, depth) }
      case 'ParenthesizedExpression':
        return expression(node.firstChild?.nextSibling ?? null, depth + 1)
      case 'PostfixExpression':
      case 'NonNullExpression':
        return expression(node.firstChild, depth + 1)
      case 'AwaitExpression':
        return expression(node.lastChild, depth + 1)
      case 'ArrowFunction':
        return factory(node.lastChild, depth)
      case 'MemberExpression':
        return member(node, depth)
      case 'UnaryExpression':
      case 'UnaryExp':
        return negated(node, depth)
      case 'BinaryExpression':
      case 'BinaryExp':
        return arithmetic(node, depth)
      case 'SelectorExpr':
        return duration(node, depth)
      case 'VariableName':
      case 'Identifier': {
        const bound = constants.get(slice(node))
        return bound === undefined ? outside(node) : expression(bound, depth + 1)
      }
      case 'CallExpression':
      case 'NewExpression':
      case 'CallExpr':
      case 'MethodInvocation':
      case 'ObjectCreationExpression':
        return converted(call(node, depth + 1))
      default:
        return outside(node)
    }
  }

  const outside = (node: SyntaxNode): Expression => ({
    kind: 'unknown',
    isEnvironment: ENVIRONMENT.test(slice(node)),
    ...(/^[\w$.]+$/.test(slice(node)) && { name: slice(node) }),
  })
  const located = (node: SyntaxNode, depth: number): Located => ({
    value: expression(node, depth),
    line: lineOf(node.from),
  })

  const negated = (node: SyntaxNode, depth: number): Expression => {
    const inner = expression(node.lastChild, depth + 1)
    if (inner.kind !== 'literal' || typeof inner.value !== 'number') return outside(node)
    return { kind: 'literal', value: slice(node).startsWith('-') ? -inner.value : inner.value }
  }

  /** A function that does nothing but return an object stands for it: factories of options. */
  const factory = (body: SyntaxNode | null, depth: number): Expression => {
    if (body?.name === 'ParenthesizedExpression') return expression(body, depth + 1)
    const returns = body?.name === 'Block' ? childrenOf(body).filter(({ name }) => name === 'ReturnStatement') : []
    const value =
      returns.length === 1 ? childrenOf(returns[0]!).find(({ name }) => name === 'ObjectExpression') : undefined
    return value === undefined ? UNKNOWN : expression(value, depth + 1)
  }

  /** `require('pg').Pool` is known by its callee. */
  const member = (node: SyntaxNode, depth: number): Expression => {
    const inner = node.firstChild?.name === 'CallExpression' ? expression(node.firstChild, depth + 1) : UNKNOWN
    if (inner.kind !== 'call' || inner.call.callee !== 'require' || node.lastChild === null) return outside(node)
    return { kind: 'call', call: { ...inner.call, callee: `require.${slice(node.lastChild)}` } }
  }

  /** `30 * 1000`; with any variable of the environment it is not known. */
  const arithmetic = (node: SyntaxNode, depth: number): Expression => {
    const [left, operator, right] = childrenOf(node)
    if (operator !== undefined && /^(?:as|satisfies)$/.test(slice(operator))) return expression(left ?? null, depth + 1)
    const [a, b] = [expression(left ?? null, depth + 1), expression(right ?? null, depth + 1)]
    const texts = [a, b].map(written)
    if (operator !== undefined && slice(operator) === '+' && texts.some(each => each !== undefined))
      return { kind: 'unknown', isEnvironment: ENVIRONMENT.test(slice(node)), written: texts.join('') }
    if (a.kind !== 'literal' || b.kind !== 'literal' || operator === undefined) return outside(node)
    const [x, y] = [Number(a.value), Number(b.value)]
    const results: Readonly<Record<string, number>> = { '*': x * y, '+': x + y, '-': x - y, '/': x / y }
    const value = results[slice(operator)]
    return value === undefined || Number.isNaN(value) ? UNKNOWN : { kind: 'literal', value }
  }

  /** Go's `5 * time.Minute`, in milliseconds; the grammar takes it for a field of the product. */
  const duration = (node: SyntaxNode, depth: number): Expression => {
    const written = slice(node)
    const unit = /(?:^|[^\w.])time\.(\w+)$/.exec(written)?.[1]
    const size = GO_UNITS[unit ?? '']
    if (size === undefined) return outside(node)
    const product = node.firstChild
    if (product?.name !== 'BinaryExp') return { kind: 'literal', value: size }
    const factor = expression(product.firstChild, depth + 1)
    return factor.kind === 'literal' ? { kind: 'literal', value: Number(factor.value) * size } : outside(node)
  }

  const entries = (node: SyntaxNode, depth: number): ReadonlyMap<string, Located> => {
    if (node.name === 'DictionaryExpression') return dictionary(node, depth)
    return new Map(
      childrenOf(node).flatMap(property => {
        if (property.name !== 'Property') return []
        const [key, , value] = childrenOf(property)
        if (key === undefined) return []
        if (key.name === 'Spread') return spread(property, depth)
        const name = unquoted(slice(key))
        // A shorthand property is a variable of its name.
        if (value === undefined) return [[name, { value: constantOf(name, depth), line: lineOf(key.from) }] as const]
        return [[name, located(value, depth + 1)] as const]
      }),
    )
  }

  /** `...base`: its entries where they are known, else one for all that it may hold. */
  const spread = (property: SyntaxNode, depth: number): readonly (readonly [string, Located])[] => {
    const whole = located(property.lastChild ?? property, depth + 1)
    return whole.value.kind === 'object' ? [...whole.value.entries] : [[REST, whole]]
  }

  const constantOf = (name: string, depth: number): Expression => {
    const bound = constants.get(name)
    return bound === undefined ? UNKNOWN : expression(bound, depth + 1)
  }

  const dictionary = (node: SyntaxNode, depth: number): ReadonlyMap<string, Located> => {
    const parts = childrenOf(node).filter(({ name }) => !['{', '}', ','].includes(name))
    const found = new Map<string, Located>()
    for (const [at, part] of parts.entries()) {
      const [key, value] = [parts[at - 1], parts[at + 1]]
      if (part.name === ':' && key?.name === 'String' && value !== undefined)
        found.set(unquoted(slice(key)), located(value, depth + 1))
    }
    return found
  }

  /** Python's `**options` of a call. */
  const unpacked = (node: SyntaxNode, depth: number): readonly (readonly [string, Located])[] => {
    const whole = located(node, depth + 1)
    return whole.value.kind === 'object' ? [...whole.value.entries] : [[REST, whole]]
  }

  const call = (node: SyntaxNode, depth = 0): Call => {
    const list = childrenOf(node).find(({ name }) => ARGUMENTS.has(name))
    const called = childrenOf(node).find(({ name }) => name !== 'new' && !ARGUMENTS.has(name))
    // `postgres<Types>(…)`
    const callee = called?.name === 'InstantiationExpression' ? (called.firstChild ?? called) : called
    // Java's grammar has object, dot and name of a method beside each other.
    const end = node.name === 'MethodInvocation' ? list?.from : callee?.to
    const parts =
      list === undefined
        ? []
        : childrenOf(list).filter(
            ({ name }) => !['(', ')', ',', 'Comment', 'LineComment', 'BlockComment'].includes(name),
          )
    const keywords = new Map<string, Located>()
    const positional: Located[] = []
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at]!
      const value = parts[at + 2]
      if (slice(part) === '**') {
        const rest = parts[at + 1]
        if (rest !== undefined) for (const [name, each] of unpacked(rest, depth)) keywords.set(name, each)
        at += 1
      } else if (parts[at + 1]?.name === 'AssignOp' && value !== undefined) {
        keywords.set(slice(part), located(value, depth + 1))
        at += 2
      } else positional.push(located(part, depth + 1))
    }
    return {
      callee: callee === undefined ? '' : text.slice(callee.from, end).trim(),
      arguments: positional,
      keywords,
      line: lineOf(node.from),
      isEnvironment: ENVIRONMENT.test(slice(node)),
    }
  }

  return {
    call: (node: SyntaxNode) => call(node),
    /** Remembers what a name is bound to; a name that is bound twice is not known. */
    define(node: SyntaxNode) {
      for (const { name, value } of bindings(node)) {
        const key = slice(name)
        constants.set(key, constants.has(key) ? undefined : value)
      }
    },
    assignment: (node: SyntaxNode) =>
      bindings(node).map(({ name, value }) => ({ ...located(value, 0), name: slice(name) })),
  }
}

function converted(call: Call): Expression {
  const value = call.arguments[0]?.value
  const isNumber = value?.kind === 'literal' && value.value !== '' && !Number.isNaN(Number(value.value))
  return CONVERSION.test(call.callee) && isNumber
    ? { kind: 'literal', value: Number(value.value) }
    : { kind: 'call', call }
}

/** Names and values of a declaration or an assignment. */
function bindings(node: SyntaxNode): readonly { readonly name: SyntaxNode; readonly value: SyntaxNode }[] {
  if (
    ![
      'VariableDeclaration',
      'AssignStatement',
      'AssignmentExpression',
      'Assignment',
      'VariableDeclarator',
      'VarSpec',
      'ConstSpec',
      'VarDecl',
      'ExportDeclaration',
      'PropertyDeclaration',
    ].includes(node.name)
  )
    return []
  // `const options: Options = …` has its type between name and value.
  const children = childrenOf(node).filter(({ name }) => name !== 'TypeAnnotation' && name !== 'export')
  return children.flatMap((child, at) => {
    const isOperator = ['Equals', 'AssignOp', '=', ':=', 'default'].includes(child.name)
    const [name, value] = [child.name === 'default' ? child : children[at - 1], children[at + 1]]
    return isOperator && name !== undefined && value !== undefined ? [{ name, value }] : []
  })
}

export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return children
}

function number(text: string): Expression {
  const value = Number(text.replaceAll('_', '').replace(/[nLl]$/, ''))
  return Number.isNaN(value) ? UNKNOWN : { kind: 'literal', value }
}

function string(node: SyntaxNode, text: string): Expression {
  const isInterpolated = node.firstChild !== null && /\$\{|\{/.test(text) && /^(?:`|[fF])/.test(text)
  if (isInterpolated) {
    const written = unquoted(text).replace(/\$?\{[^{}]*\}/g, '')
    return { kind: 'unknown', isEnvironment: ENVIRONMENT.test(text), written }
  }
  return { kind: 'literal', value: unquoted(text) }
}

const unquoted = (text: string) => text.replace(/^[a-zA-Z]{0,2}(?:"""|'''|["'`])|(?:"""|'''|["'`])$/g, '')

const GO_UNITS: Readonly<Record<string, number>> = { Millisecond: 1, Second: 1000, Minute: 60_000, Hour: 3_600_000 }

function lineCounter(text: string): (offset: number) => number {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  return offset => {
    let [low, high] = [0, starts.length]
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
