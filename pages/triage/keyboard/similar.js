// What resembles the case, and which sort of likeness it is: the same text, the same input in
// other words of no weight, the same input on another route, or most words in common.
const SHOWN_ALIKE = 4

function similar(glimpse) {
  const found = glimpse.alike.slice(0, SHOWN_ALIKE)
  const near = found.length
    ? found.map((one, n) => alikeLine(one, n + 1))
    : [h("p", {class: "muted"}, "No other failing input resembles it.")]
  return [h("p", {class: "same"}, sameWords(...glimpse.heard)), ...near]
}

function sameWords(count, wordings, verbatim) {
  if (!count) return "This input never failed in production."
  if (wordings === 1) return `Exact: this very text failed ${times(count)}.`
  const others = wordings - 1 === 1 ? "1 other wording" : `${wordings - 1} other wordings`
  return `Exact: this very text failed ${times(verbatim)}. Normalised: ${times(count - verbatim)} in ${others}
    that differ only in case, punctuation or spacing.`
}

const times = n => (n === 1 ? "once" : n === 2 ? "twice" : `${n.toLocaleString("en")} times`)

function alikeLine(one, n) {
  const sort = one.same ? "same" : one.share
  const where = one.route ? `${one.state} · ${one.route}` : one.state
  return h(
    "div",
    {class: "sim"},
    h(
      "span",
      {class: "pc", title: one.same ? "The same input on another route" : "Share of words in common"},
      sort
    ),
    h(
      "a",
      {class: "tt", href: one.url, "data-ed-page": true, "data-alike": one.id, title: one.title},
      one.title
    ),
    h("span", {class: "muted"}, `${one.count} × · ${where}`),
    kbd(`${n}`)
  )
}

// A similar input that waits in this list is shown here; any other one on its own page.
function goTo(s, link) {
  const n = s.rows.findIndex(row => row.id === link.dataset.alike)
  if (n < 0) return false
  s.i = n
  draw(s)
  return true
}

function openAlike(s, n) {
  const link = s.$("#det").querySelectorAll("[data-alike]")[n - 1]
  if (link && !goTo(s, link)) link.click()
}
