import { writeFileSync } from 'node:fs'
import { DOCUMENTS, documentUrl, regenerate } from './docs/documents.ts'

for (const name of DOCUMENTS) writeFileSync(documentUrl(name), regenerate(name))
