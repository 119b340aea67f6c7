/**
 * The site of `npm run docs`: the guides, and the API reference that typedoc writes into
 * docs/reference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { localReferences } from './local-references.mjs'

const root = join(import.meta.dirname, '../..')
const page = (text, link) => ({ text, link })

/**
 * The sidebars of the reference, which has a part for each entry point. A page lists only the
 * exports of its own part, as every page contains its whole sidebar.
 */
function referenceSidebars() {
  const parts = JSON.parse(readFileSync(join(root, 'docs/reference/typedoc-sidebar.json'), 'utf8'))
  const nameOf = text => (text === 'rxmarket' ? text : `rxmarket/${text}`)
  const links = parts.map(({ text, link }) => page(nameOf(text), link))
  return {
    ...Object.fromEntries(
      parts.map(({ text, link, items }) => [
        link,
        [
          { text: 'API reference', items: links },
          { text: nameOf(text), items },
        ],
      ]),
    ),
    '/docs/reference/': [{ text: 'API reference', items: links }],
  }
}

/** Diagrams keep their size, and scroll where the page is narrower. */
const DIAGRAM_STYLE = `
  .vp-doc p:has(> img:only-child) { overflow-x: auto }
  .vp-doc img { max-width: none }
`

export default defineConfig({
  title: 'rxmarket',
  description: 'Exchange market data as RxJS observables',
  // The repository, so that documents refer to each other in the same way here and there.
  srcDir: '..',
  srcExclude: ['**/node_modules/**', 'dist/**', 'spec/**', '.*/**'],
  rewrites: { 'README.md': 'index.md' },
  outDir: './.vitepress/dist',
  cacheDir: './.vitepress/cache',
  cleanUrls: true,
  lastUpdated: false,
  // One file instead of a copy in each page.
  metaChunk: true,
  head: [['style', {}, DIAGRAM_STYLE]],
  markdown: { config: md => void md.use(localReferences, root) },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Guide', '/docs/getting-started'),
      page('Operators', '/docs/operators'),
      page('API', '/docs/reference/'),
      page('Changelog', '/CHANGELOG'),
    ],
    sidebar: {
      ...referenceSidebars(),
      '/': [
        {
          text: 'Guide',
          items: [
            page('Overview', '/'),
            page('Getting started', '/docs/getting-started'),
            page('Channels', '/docs/channels'),
            page('History and snapshots', '/docs/history'),
            page('Order book', '/docs/order-book'),
            page('Options', '/docs/options'),
            page('Reliability', '/docs/reliability'),
            page('Errors', '/docs/errors'),
            page('Debugging', '/docs/debugging'),
            page('Operators', '/docs/operators'),
            page('Migrating from Python', '/docs/migrating-from-the-python-service'),
          ],
        },
        {
          text: 'Testing',
          items: [
            page('Testing strategies', '/docs/testing-strategies'),
            page('The embedded exchange', '/docs/embedded-exchange'),
            page('Strategies in marbles', '/marbles/README'),
            page('Examples', '/examples/README'),
          ],
        },
        {
          text: 'Platforms',
          items: [
            page('Browsers and bundlers', '/docs/browsers-and-bundlers'),
            page('Angular and React', '/docs/angular-and-react'),
            page('Performance', '/docs/performance'),
            page('Measurements', '/bench/RESULTS'),
            page('Conformance', '/bench/CONFORMANCE'),
          ],
        },
        {
          text: 'Contributing',
          collapsed: true,
          items: [
            page('Contributing', '/CONTRIBUTING'),
            page('Architecture', '/docs/architecture'),
            page('Glossary', '/docs/glossary'),
            page('Adding a channel', '/docs/adding-a-channel'),
            page('1. webSocket with retry', '/docs/adr/0001-websocket-with-retry'),
            page('2. Compiled decoders', '/docs/adr/0002-compiled-decoders'),
            page('3. The exchange', '/docs/adr/0003-an-exchange-that-shares-no-code'),
            page('4. Defaults', '/docs/adr/0004-the-defaults-of-the-python-service'),
          ],
        },
      ],
    },
  },
})
