// A reporter of node:test that writes what Surefire writes: one testsuite with its counts.
// Names hold characters that XML can't: what is not plain ASCII is shown as a question mark.
const escaped = (text) =>
  String(text)
    .replace(/[^ -~\n]/g, '?')
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

export default async function* report(source) {
  const cases = []
  for await (const { type, data } of source) {
    const isFile = data?.name?.endsWith('.test.js')
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0 && !isFile) {
      cases.push({ failed: type === 'test:fail', ...data })
    }
  }
  const failures = cases.filter(({ failed }) => failed).length
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<testsuite name="verify page" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">\n`
  for (const { name, failed, details } of cases) {
    const why = failed ? `<failure>${escaped(details?.error?.cause ?? details?.error)}</failure>` : ''
    yield `  <testcase name="${escaped(name)}">${why}</testcase>\n`
  }
  yield '</testsuite>\n'
}
