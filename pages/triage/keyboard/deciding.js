// --- changing what is seen ---------------------------------------------------------------------
function takeOut(s, ids) {
  const here = s.rows[s.i]
  const before = s.rows.slice(0, s.i).filter(row => ids.has(row.id)).length
  s.rows = s.rows.filter(row => !ids.has(row.id))
  s.total = Math.max(0, s.total - ids.size)
  for (const id of ids) {
    s.gone.add(id)
    s.sel.delete(id)
  }
  s.i =
    here && !ids.has(here.id) ? s.rows.indexOf(here) : Math.max(0, Math.min(s.i - before, s.rows.length - 1))
}

function putBack(s, row, at) {
  s.gone.delete(row.id)
  const there = s.rows.findIndex(one => one.id === row.id)
  if (there >= 0) {
    s.rows[there] = row
    return
  }
  const here = s.rows[s.i]
  s.rows.splice(Math.min(at, s.rows.length), 0, row)
  s.total += 1
  if (here) s.i = s.rows.indexOf(here)
}

const chosen = s => (s.sel.size ? s.rows.filter(row => s.sel.has(row.id)) : [s.rows[s.i]].filter(Boolean))

function decide(s, action, rows) {
  s.refused = false
  const item = {
    act: `${s.client}-${++s.n}`,
    cases: rows.map(row => [row.id, row.version]),
    rows: rows.map(row => ({...row})),
    at: s.rows.indexOf(rows[0]),
    since: Date.now(),
    ...action
  }
  s.pend.push(item)
  if (item.do !== "undo") s.undo.push(item)
  keep(s)
  return item
}

function move(s, to, also = {}, rows = chosen(s)) {
  if (!rows.length) return
  decide(s, {do: "move", to, reason: s.why, ...also}, rows)
  takeOut(s, new Set(rows.map(row => row.id)))
  after(s, `${rows.length === 1 ? "Moved" : `${rows.length} cases moved`} to ${NAMES[to]}. Z takes it back`)
}

function describe(s, values, rows) {
  decide(s, {do: "describe", values}, rows)
  for (const row of rows) {
    for (const name of ["owner", "due", "severity"]) if (name in values) row[name] = values[name]
    const glimpse = s.glimpses.get(row.id)
    if (glimpse && "behaviour" in values)
      Object.assign(glimpse, {behaviour: values.behaviour, expected: values.expected})
    s.nodes.delete(row.id)
  }
  const who = rows.length === 1 ? "this case" : many(rows.length, "case")
  const told = values.owner ? `${capital(who)} assigned to ${values.owner}` : `Stated for ${who}`
  after(s, `${told}. Z takes it back`)
}

function undo(s) {
  if (s.refused) {
    s.refused = false // what was refused was not done: the decision before it is another matter
    return tell(s, "That was refused: there is nothing to take back. Z again takes back the one before")
  }
  const item = s.undo.pop()
  if (!item) {
    return tell(s, "There is nothing left to take back")
  }
  const back = item.do === "move" ? item.cases.map(([id]) => id) : []
  s.pend.push({act: `${s.client}-${++s.n}`, do: "undo", cases: [], undoes: item.act, back, since: Date.now()})
  for (const [n, row] of (item.rows || []).entries()) {
    putBack(s, {...row}, item.at + n)
    s.nodes.delete(row.id)
    s.glimpses.delete(row.id)
  }
  const first = s.rows.findIndex(row => item.rows.some(one => one.id === row.id))
  if (first >= 0) s.i = first
  after(s, "Taken back")
}

function tell(s, told) {
  say(s, told)
  toast(s, told)
}

function after(s, told) {
  s.drawn = null
  keep(s)
  draw(s)
  toast(s, told)
  const here = s.rows[s.i]
  say(s, here ? `${told}. Next: ${here.title}` : `${told}. Nothing is left here`)
  send(s)
}
