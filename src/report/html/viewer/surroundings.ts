declare global {
  interface Window {
    FontAwesomeConfig?: { autoAddCss: boolean }
  }
}

const items = new Map<string, string>()
const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
  getItem: key => items.get(key) ?? null,
  setItem: (key, value) => void items.set(key, value),
  removeItem: key => void items.delete(key),
}

// The frame has no origin, and so no storage: the viewer's options last until the frame is closed.
Object.defineProperty(window, 'localStorage', { value: storage })
// The page's policy refuses styles that a script adds; the icons' are in the viewer's own.
window.FontAwesomeConfig = { autoAddCss: false }

// The viewer's bars have neither names nor figures that a screen reader could tell.
new MutationObserver(() => {
  for (const bar of document.querySelectorAll('[role="progressbar"]:not([aria-label])')) {
    bar.setAttribute('aria-label', 'Share of the plan')
  }
}).observe(document, { childList: true, subtree: true })

// Links within a frame that has no address of its own would go to the report's, which its policy refuses.
addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null
  if (link === null || event.defaultPrevented) return
  event.preventDefault()
  location.hash = link.getAttribute('href') ?? ''
})

export {}
