// The right-hand side: one case with everything a person weighs before acting on it.
const section = (title, ...inside) => h("section", {}, h("h3", {}, title), inside)

function detail(row, glimpse, notices, act) {
  return [
    notices.map(notice => banner(notice, act)),
    header(row, glimpse),
    section("Input", h("div", {class: "input"}, glimpse ? glimpse.input : row.title)),
    texts(row, glimpse),
    glimpse ? more(row, glimpse) : h("p", {class: "muted"}, "Fetching what is known about it …")
  ].flat()
}

function header(row, glimpse) {
  const when = row.last ? ` · last seen ${row.last}` : ""
  const owner = row.owner ? row.owner : "Unassigned"
  return h(
    "header",
    {},
    h(
      "div",
      {},
      h(
        "div",
        {class: "id"},
        h("a", {href: row.url, "data-ed-page": true}, row.id),
        ` · ${row.kind} · ${many(row.count, "failure")}${when}`
      ),
      h("h2", {}, row.title)
    ),
    h(
      "div",
      {class: "meta"},
      severity(row.severity, true),
      h("span", {class: "tag"}, row.route),
      row.state && h("span", {class: "tag firm"}, capital(row.state)),
      h("span", {class: "tag"}, owner),
      glimpse && glimpse.cost && h("span", {class: "tag"}, `${glimpse.cost} a failure`)
    ),
    row.woken && h("p", {class: "woken"}, `Dismissed, and back: ${row.woken}.`)
  )
}

const OUGHT = {
  refusal: "The model ought to refuse.",
  needs_human: "The model ought to hand over to a person."
}

function texts(row, glimpse) {
  const expected = (glimpse && glimpse.expected) || "",
    output = (glimpse && glimpse.output) || ""
  const [left, right] = expected && output ? difference(expected, output) : [[expected], [output]]
  const stated = glimpse && OUGHT[glimpse.behaviour]
  const wanted = expected
    ? left
    : [h("span", {class: "muted"}, stated || (glimpse ? "Nobody has stated it yet: press E." : "…"))]
  const said = output ? right : [h("span", {class: "muted"}, glimpse ? "Nothing was recorded." : "…")]
  return h(
    "section",
    {class: "two"},
    h(
      "div",
      {},
      h("h3", {}, "Expected ", row.expected && h("span", {class: "lab"}, row.expected)),
      stated && expected && h("div", {class: "ought"}, stated),
      h("div", {class: "out"}, wanted)
    ),
    h(
      "div",
      {},
      h("h3", {}, "Model output ", row.actual && h("span", {class: "lab bad"}, row.actual)),
      h("div", {class: "out"}, said)
    )
  )
}

function more(row, glimpse) {
  return [
    h(
      "section",
      {class: "two"},
      h("div", {}, h("h3", {}, "Before you act"), before(glimpse)),
      h(
        "div",
        {},
        h("h3", {}, "Recurrence by week"),
        weeks(glimpse.weeks),
        h("h3", {class: "next"}, "Results over runs"),
        strip(glimpse.runs)
      )
    ),
    h(
      "section",
      {class: "two"},
      h("div", {}, h("h3", {}, "Similar failing inputs"), similar(glimpse.alike)),
      h("div", {}, h("h3", {}, "History"), history(glimpse.history))
    ),
    section(
      "Recorded with it",
      h(
        "dl",
        {class: "facts"},
        glimpse.facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))
      )
    )
  ]
}

function before(glimpse) {
  const lines = ["monitoring", "blocking"]
    .filter(to => glimpse.stand[to])
    .map(to => {
      const found = glimpse.stand[to]
      const what = found.length
        ? found.map(([said, way]) => h("li", {}, said, h("span", {class: "muted"}, ` ${way}`)))
        : [h("li", {class: "free"}, "Nothing stands in the way.")]
      return h("div", {class: "stand"}, h("b", {}, capital(to)), h("ul", {}, what))
    })
  const stopped = glimpse.blocked.length
    ? `In blocking it would have stopped ${glimpse.blocked.join(", ")}.`
    : "In blocking it would have stopped none of the last runs."
  return [
    lines,
    h("p", {class: "effect"}, glimpse.runs.length ? stopped : "No run has answered it yet."),
    h("p", {class: "effect"}, `Dismissed, it sleeps ${glimpse.wake}, unless you say otherwise.`)
  ]
}

function weeks(found) {
  if (!found.length) return h("p", {class: "muted"}, "No failure carries a time.")
  const most = Math.max(...found.map(([, n]) => n))
  const said = found.map(([week, n]) => `${week}: ${n}`).join(", ")
  const bars = found.map(([week, n]) => {
    const bar = h("i", {title: `Week of ${week}: ${n}`})
    bar.style.height = n ? `${Math.max(8, (100 * n) / most)}%` : "2px"
    return bar
  })
  return h(
    "div",
    {class: "weeks"},
    h("div", {class: "bars-w", role: "img", "aria-label": `Failures by week. ${said}`}, bars),
    h("small", {}, `${found[0][0]} – ${found[found.length - 1][0]}, at most ${most} a week`)
  )
}

function strip(runs) {
  if (!runs.length) return h("p", {class: "muted"}, "Never run.")
  return h(
    "ol",
    {class: "strip"},
    runs.map(run =>
      h("li", {class: `t-${run.outcome}`, title: run.title}, h("span", {class: "vh"}, run.title))
    )
  )
}

function similar(found) {
  if (!found.length) return h("p", {class: "muted"}, "None in its group.")
  return found.map(one =>
    h(
      "div",
      {class: "sim"},
      h("span", {class: "pc"}, one.share),
      h("a", {class: "tt", href: one.url, "data-ed-page": true, title: one.title}, one.title),
      h("span", {class: "muted"}, one.state)
    )
  )
}

function history(found) {
  if (!found.length) return h("p", {class: "muted"}, "Nothing was decided about it yet.")
  return found.map(one =>
    h(
      "div",
      {class: "hist"},
      h("span", {class: "hd"}),
      h(
        "div",
        {},
        h("b", {}, one.who),
        ` ${one.what}`,
        one.why && h("div", {}, `“${one.why}”`),
        h("small", {}, one.when)
      )
    )
  )
}

// What was not done, and why: it stays until somebody has read it.
function banner(notice, act) {
  const lines = notice.objections.map(([said, way]) =>
    h("li", {}, said, h("span", {class: "muted"}, ` ${way}`))
  )
  return h(
    "div",
    {class: "conflict", role: "alert"},
    h("span", {class: "ci", "aria-hidden": "true"}, "!"),
    h(
      "div",
      {class: "told"},
      h("b", {}, notice.title),
      h("div", {}, notice.not),
      lines.length ? h("ul", {}, lines) : null
    ),
    h(
      "div",
      {class: "ways"},
      notice.again &&
        h("button", {type: "button", class: "act", onclick: () => act.again(notice)}, notice.again),
      h("button", {type: "button", class: "act", onclick: () => act.dropNotice(notice)}, notice.keep)
    )
  )
}

function emptyDetail(searching) {
  return h(
    "div",
    {class: "empty"},
    h("div", {class: "big", "aria-hidden": "true"}, "✓"),
    h("h2", {}, searching ? "Nothing matches" : "Everything here is sorted"),
    h(
      "p",
      {},
      searching
        ? "No waiting failure carries these words. Press / to search for others."
        : "New failures come with the next import; Z takes the last decision back."
    )
  )
}
