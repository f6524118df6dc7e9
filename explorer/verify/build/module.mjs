// Where this module is.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const moduleDir = dirname(dirname(fileURLToPath(import.meta.url)))
