// The projector's page: what the room sees, to be read from the back row. It only ever listens.
'use strict';

const link = decodeURIComponent((/^\/s\/([^/]+)/.exec(location.pathname) || ['', ''])[1]);
let view = null, shown = '', known = new Set();
/** Loaded once, however often the lobby is drawn. */
const qr = el('img', { class: 'qr', src: `/qr/${encodeURIComponent(link)}.svg`, alt: '' });

const theirs = (tag, text, name) => el(tag, Object.assign({ class: name }, THEIRS), text);
/** The address that learners type, which may not be the one that this page was opened by. */
const address = () => view.address || location.host;
const halves = code => `${code.slice(0, 3)} ${code.slice(3)}`;

function code() {
  const local = /^(localhost|127\.|\[::1\])/.test(address());
  return el('div', { class: 'door' }, quiet(say('scan')), el('p', { class: 'address', dir: 'ltr' }, address()),
    quiet(say('code')), el('p', { class: 'code', dir: 'ltr' }, halves(view.code)),
    local && el('p', { class: 'warn' }, say('onlyHere')));
}

function lobby() {
  const names = view.names || [], fits = 60, now = new Set(names);
  const name = text => el('li', { class: known.size && !known.has(text) ? 'new' : null }, el('bdi', { lang: '' }, text));
  const list = el('ul', { class: names.length > 24 ? 'names many' : 'names' }, ...names.slice(-fits).map(name));
  known = now;
  const title = view.phase === 'lobby' && el('h1', Object.assign({ class: 'unseen' }, THEIRS), view.title);
  return [title, el('div', { class: 'lobby' }, qr, el('div', null, code(),
    el('p', { class: 'room' }, names.length || view.phase !== 'lobby' ? say('inRoom', { n: view.players }) : say('nobody'),
      view.locked && el('span', { class: 'warn' }, ` · ${say('locked')}`)))),
  list, names.length > fits && quiet(say('moreNames', { n: names.length - fits }))];
}

function choices(ask) {
  const choice = (text, place) => el('li', { class: 'choice' }, sign(place), said(text));
  return el('ul', { class: 'choices' }, ...ask.choices.map(choice));
}

function open(closed) {
  const answered = view.answered || 0, fill = el('span', { class: 'fill' });
  fill.style.width = `${100 * Math.min(1, answered / Math.max(view.players, 1))}%`;
  return [view.ask.vote > 1 && !closed && el('p', { class: 'hint' }, say('second-vote')),
    el('h1', THEIRS, view.ask.stem), view.ask.all && quiet(say('pickAll')), choices(view.ask),
    el('div', { class: 'count-row' },
      el('p', { class: 'answered' }, closed && `${say('answersIn')} · `, say('answeredOf', { n: answered, of: view.players })),
      el('span', { class: 'bar' }, fill), el('p', { id: 'time', role: 'timer' }))];
}

function revealed() {
  const { ask, reveal } = view, common = reveal.common;
  const why = typeof common === 'number' && reveal.rationales[common] && el('p', { class: 'reason' },
    el('b', null, say('chose', { n: reveal.tally[common], letter: letter(common) })), ' ', theirs('span', reveal.rationales[common]));
  return [el('h1', Object.assign({ class: 'lesser' }, THEIRS), ask.stem),
    el('div', { class: reveal.before ? 'answer two' : 'answer' }, tally(ask, reveal, []),
      el('div', null, why, ...passages(reveal)))];
}

function ended() {
  return [el('h1', null, say('ended')), quiet(say('thanks')), standings(view, -1)];
}

function alone() {
  return [el('h1', THEIRS, view.title), el('p', null, say('until', { when: moment(view.deadline) })), ...lobby()];
}

function scene() {
  switch (view.phase) {
  case 'open': return open(false);
  case 'closed': return open(true);
  case 'revealed': return revealed();
  case 'skipped': return [el('h1', null, say('skipped'))];
  case 'ranked': return [el('h1', null, say('standing')), standings(view, -1)];
  case 'ended': return ended();
  case 'alone': return alone();
  default: return lobby();
  }
}

function render() {
  const ask = view.ask;
  const number = ask ? say('numberOf', { n: ask.number, of: view.of }) : say('questions', { n: view.of });
  show('top', theirs('b', ask ? ask.topic : view.title, 'topic'), el('span', { class: 'number' }, number));
  show('main', ...scene());
  // Who comes late finds the way in at any time.
  const inside = view.phase === 'lobby' || view.phase === 'alone' || view.phase === 'ended';
  show('foot', view.phase === 'lobby' && el('p', null, say('nocloud')),
    !inside && el('p', { dir: 'ltr' }, `${address()} · `, el('b', { class: 'code' }, halves(view.code))));
  document.title = `${view.title} · ibid`;
  const now = `${view.phase}-${ask ? `${ask.round}-${ask.vote}` : view.players}`;
  if (now !== shown) fit();
  shown = now;
  clearTimeout(clock.timer);
  if (view.phase !== 'open') return;
  if (view.paused) $('time').textContent = say('paused');
  else clock.run(view.until, drawTime);
}

function drawTime(left) {
  $('time').textContent = left ? minutes(left) : say('timeUp');
  $('time').className = left < 10500 ? 'soon' : '';
}

/** Makes everything smaller until it fits, because nobody scrolls a projector; what then still does not, scrolls. */
function fit() {
  const root = document.documentElement, main = $('main');
  for (let size = 1; size > 0.4; size -= 0.05) {
    root.style.setProperty('--fit', size.toFixed(2));
    if (main.scrollHeight <= main.clientHeight + 1 && main.scrollWidth <= main.clientWidth + 1) return;
  }
}

function hear(message) {
  if (message.t === 'out' && message.why !== 'closing') return line.stop();
  if (message.t !== 'view' || older(message, view)) return;
  view = message;
  render();
}

let line = null, failed = 0;
addEventListener('resize', fit);
speak().then(() => {
  line = keepLine(encodeURIComponent(link), () => ({ t: 'hello', role: 'screen' }), hear, (up, tries) => {
    lineState(up);
    failed = up ? 0 : failed + 1;
    if (failed < 2 || tries > 6) return;
    isGone().then(gone => {
      if (!gone) return;
      line.stop();
      lineState(true);
      show('main', el('h1', null, say('out-gone')));
    });
  });
});
