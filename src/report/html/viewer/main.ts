import { Plan } from 'pev2'
import { createApp, h } from 'vue'

interface Shown {
  readonly plan: string
  readonly query: string
}

/** The frame has no origin, and so no storage; the viewer keeps its options here until the frame is closed. */
function keepInMemory(): void {
  const items = new Map<string, string>()
  const storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
  }
  Object.defineProperty(window, 'localStorage', { value: storage })
}

keepInMemory()
const { plan, query } = JSON.parse(document.getElementById('plan')?.textContent ?? '') as Shown
createApp({ render: () => h(Plan, { planSource: plan, planQuery: query }) }).mount('#app')
