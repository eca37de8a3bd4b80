/** Where a build says “the project’s folder”, which is where its file lies. */
const PROJECT_FOLDER = /\$\{(?:project\.)?(?:basedir|projectDir|rootDir)\}\/?|\$(?:projectDir|rootDir)\/?/g

type Pairs = readonly (readonly [string, string])[]

/**
 * What a Maven project says of Flyway: its plugin's configuration, and properties whose names begin with `flyway.`. Values that
 * name properties of the same file are replaced; others keep their `${…}`.
 */
export function pomPairs(text: string): Pairs {
  const source = text.replaceAll(/<!--[\s\S]*?-->/g, '')
  const properties = new Map(elements(contentOf(source, 'properties')))
  const resolve = (value: string) =>
    value
      .replaceAll(PROJECT_FOLDER, '')
      .replaceAll(/\$\{([\w.-]+)\}/g, (whole, name: string) => properties.get(name) ?? whole)
  const plugin = /<artifactId>\s*flyway-maven-plugin\s*<\/artifactId>([\s\S]*?)<\/plugin>/.exec(source)?.[1] ?? ''
  const configured = elements(contentOf(plugin, 'configuration')).flatMap(([name, content]) => {
    const inner = elements(content)
    if (inner.length === 0) return [[name, content] as const]
    if (name === 'placeholders') return inner.map(([key, value]) => [`placeholders.${key}`, value] as const)
    return [[name, inner.map(([, value]) => value).join(',')] as const]
  })
  const own = [...properties].filter(([name]) => name.startsWith('flyway.'))
  return [...own, ...configured.map(([name, value]) => [`flyway.${name}`, value] as const)].map(
    ([name, value]) => [name, resolve(value)] as const,
  )
}

function contentOf(xml: string, name: string): string {
  return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? ''
}

function elements(xml: string): Pairs {
  return [...xml.matchAll(/<([\w.-]+)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g)].map(
    ([, name = '', content = '']) => [name, content.trim()] as const,
  )
}

/** What the `flyway` block of a Gradle build says, in Groovy's and in Kotlin's words, as far as it is literal. */
export function gradlePairs(text: string): Pairs {
  const source = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  const block = /^\s*flyway\s*\{/m.exec(source)
  if (block === null) return []
  const body = source.slice(block.index + block[0].length, blockEnd(source, block.index + block[0].length))
  return [...body.matchAll(ASSIGNMENT)].flatMap(([, name = '', value = '']) => {
    const texts = [...value.matchAll(TEXT)].map(match => (match[1] ?? match[2] ?? '').replaceAll(PROJECT_FOLDER, ''))
    if (name !== 'placeholders') return [[`flyway.${name}`, texts.length > 0 ? texts.join(',') : value.trim()] as const]
    return texts.flatMap((key, at) =>
      at % 2 === 0 ? [[`flyway.placeholders.${key}`, texts[at + 1] ?? ''] as const] : [],
    )
  })
}

/** A value may go over several lines inside of brackets. */
const ASSIGNMENT = /^[ \t]*(\w+)(?:\s*=\s*|\.set\(|[ \t]+)((?:\w+\s*)?(?:\[[^\]]*\]|\([^)]*\))|[^\n;]+)/gm
const TEXT = /'([^'\n]*)'|"([^"\n]*)"/g

function blockEnd(source: string, from: number): number {
  let depth = 1
  for (let at = from; at < source.length; at++) {
    if (source[at] === '{') depth++
    if (source[at] === '}' && --depth === 0) return at
  }
  return source.length
}
