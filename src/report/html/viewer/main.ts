import './inert-html.ts'
import './surroundings.ts'
import { Plan } from 'pev2'
import { createApp, h } from 'vue'

interface Shown {
  readonly plan: string
  readonly query: string
}

const { plan, query } = JSON.parse(document.getElementById('plan')?.textContent ?? '') as Shown
createApp({ render: () => h(Plan, { planSource: plan, planQuery: query }) }).mount('#app')
