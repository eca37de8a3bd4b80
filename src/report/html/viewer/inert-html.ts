/** What the viewer's own snippets are made of. */
const ELEMENTS = new Set(
  'a b br code div em i li p pre small span strong sub sup table tbody td th thead tr u ul'.split(' '),
)
const ATTRIBUTES = new Set(['class', 'title', 'role', 'colspan'])

const setInner = setterOf('innerHTML')
const setOuter = setterOf('outerHTML')
const insert = Element.prototype.insertAdjacentHTML

function setterOf(property: 'innerHTML' | 'outerHTML'): (this: Element, html: string) => void {
  const { set } = Object.getOwnPropertyDescriptor(Element.prototype, property) ?? {}
  if (set === undefined) throw new Error(`This browser has no Element.${property}`)
  return set
}

/** The same with every element that could load, run or send anything taken out, and all attributes but harmless ones. */
function inert(html: unknown): string {
  // What is in a template belongs to no window: nothing in it is loaded or run while it is looked at.
  const template = document.createElement('template')
  setInner.call(template, html === null ? '' : String(html))
  for (const element of template.content.querySelectorAll('*')) {
    if (!ELEMENTS.has(element.localName)) {
      element.remove()
      continue
    }
    for (const { name } of [...element.attributes]) if (!ATTRIBUTES.has(name)) element.removeAttribute(name)
  }
  return template.innerHTML
}

/*
 * The viewer and its tooltips write names of a plan into the page as HTML. From here on whatever a script sets as HTML is
 * inert before it is parsed into this document, so that not even a detached image is ever asked for.
 */
for (const [property, set] of [
  ['innerHTML', setInner],
  ['outerHTML', setOuter],
] as const) {
  Object.defineProperty(Element.prototype, property, {
    ...Object.getOwnPropertyDescriptor(Element.prototype, property),
    set(this: Element, html: unknown) {
      set.call(this, inert(html))
    },
  })
}
Element.prototype.insertAdjacentHTML = function (where, html) {
  insert.call(this, where, inert(html))
}

export {}
