#!/usr/bin/env node
// The one command: builds what is stale, then runs it. Plain JavaScript, because it runs before any build.
import { ensureBuilt } from './ensure-built.js'

if (await ensureBuilt()) await import(new URL('../../../dist/node/cli.js', import.meta.url).href)
